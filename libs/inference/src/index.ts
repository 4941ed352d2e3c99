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
} from './lib/model-client';
export {
  FIRST_TRY,
  nextTry,
  type NextTry,
  type TryState,
} from './lib/pacing/next-try';
export { Pacer } from './lib/pacing/pacer';
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
export { buildCorrection, worstCaseCalls } from './lib/request/correction';
export { estimateBound } from './lib/request/estimate-bound';
