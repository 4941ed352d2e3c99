export {
  listModels,
  modelChoice,
  resolveModel,
  type ModelChoice,
  type Resolution,
} from './lib/catalogue/resolve-model';
export {
  DEFAULT_CALL_TIMEOUT_MS,
  createModelClient,
  type CallOptions,
  type ModelClient,
  type ModelClientOptions,
  type StreamingModelClient,
} from './lib/model-client';
export {
  FIRST_TRY,
  nextTry,
  transientWaitMs,
  type NextTry,
  type TryState,
} from './lib/pacing/next-try';
export { Pacer, type Place } from './lib/pacing/pacer';
export { interpretAnswer, type Answer } from './lib/reply/interpret-answer';
export {
  ModelAccessRefused,
  ModelReplyLost,
  isModelFailure,
  modelFailure,
  type ModelFailure,
} from './lib/reply/model-failure';
export type { ModelReply } from './lib/reply/model-reply';
export {
  compileOutputSchema,
  type OutputCheck,
} from './lib/reply/output-schema';
export {
  buildRequest,
  type ModelRequest,
  type RenderedStep,
} from './lib/request/build-request';
export {
  buildChatRequest,
  CONTINUE_INPUT,
  type ChatTurn,
} from './lib/request/build-chat-request';
export { joinCards } from './lib/request/join-cards';
export { planChat, type ChatContext } from './lib/request/plan-chat';
export { branchChat } from './lib/request/branch-chat';
export { estimateTokens, tokensOfBytes } from './lib/request/estimate-tokens';
export type { StreamPart } from './lib/reply/stream-part';
export { buildCorrection, worstCaseCalls } from './lib/request/correction';
export { estimateBound } from './lib/request/estimate-bound';
