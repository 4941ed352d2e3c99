import {
  DEFAULT_CHAT_MAX_TOKENS,
  HISTORY_MESSAGES,
  InvalidInput,
  type ChatMessage,
  type ChatParameters,
  type ResolvedModel,
} from '@plot-palette/domain';
import type { ModelRequest } from './build-request';
import { conversationOf, toMessages, type Turn } from './conversation';
import { estimateTokens } from './estimate-tokens';
import { joinCards } from './join-cards';
import { samplingOf } from './sampling';
import type { SystemBlock } from './text-input';

/** What asks a model to go on with an answer that was cut short: newer models take no turn that begins with their own words. */
export const CONTINUE_INPUT =
  'Go on exactly where your last answer stopped, in the middle of a word if need be. Repeat nothing and add no introduction.';

export interface ChatTurn {
  /** Contents of the prompt cards in their order. */
  readonly cards: readonly string[];
  /** Stands in the place of the cards; empty for none at all. */
  readonly system?: string | undefined;
  /** The branch before the input, oldest first. */
  readonly history: readonly ChatMessage[];
  readonly input: string;
  readonly parameters: ChatParameters;
}

/**
 * The Converse call of a chat: cards, the last 50 messages that fit the model's window, the input. What had to be left out
 * is said in `adjustments`.
 * @throws InvalidInput when cards and input alone do not fit.
 */
export function buildChatRequest(
  chat: ChatTurn,
  model: ResolvedModel,
): ModelRequest {
  const adjustments: string[] = [];
  const maxTokens = maxTokensOf(chat.parameters, model, adjustments);
  const system = chat.system ?? joinCards(chat.cards);
  const turns = fittingTurns(chat, { system, maxTokens, model }, adjustments);
  const takesSystem = system !== '' && model.capabilities.systemPrompt;
  if (system !== '' && !takesSystem)
    adjustments.push(
      `${model.alias} takes no system prompt: the cards stand before the first message.`,
    );
  const shown = system === '' || takesSystem ? turns : withCards(turns, system);
  return {
    input: {
      modelId: model.modelId,
      messages: toMessages(shown),
      ...(takesSystem && { system: systemOf(system, model) }),
      inferenceConfig: {
        maxTokens,
        ...samplingOf(chat.parameters, model, adjustments),
      },
    },
    bound: {
      inputBytes: [...shown.map(({ text }) => text), takesSystem ? system : '']
        .map((text) => Buffer.byteLength(text))
        .reduce((sum, bytes) => sum + bytes, 0),
      messages: shown.length + (takesSystem ? 1 : 0),
      schemas: 0,
      maxTokens,
    },
    adjustments,
  };
}

function maxTokensOf(
  { maxTokens }: ChatParameters,
  { alias, capabilities }: ResolvedModel,
  adjustments: string[],
): number {
  const most = capabilities.maxOutputTokens;
  if (maxTokens !== undefined && maxTokens > most)
    adjustments.push(`maxTokens is ${most}: ${alias} writes no more.`);
  return Math.min(maxTokens ?? DEFAULT_CHAT_MAX_TOKENS, most);
}

function fittingTurns(
  { history, input }: ChatTurn,
  {
    system,
    maxTokens,
    model,
  }: { system: string; maxTokens: number; model: ResolvedModel },
  adjustments: string[],
): Turn[] {
  const { alias, capabilities } = model;
  const room =
    capabilities.contextTokens -
    maxTokens -
    estimateTokens(system) -
    estimateTokens(input);
  if (room < 0)
    throw new InvalidInput(
      `The cards and the message are about ${-room} tokens too long: ${alias} takes ${capabilities.contextTokens} tokens, of which ${maxTokens} are kept for the answer. Shorten them, ask for fewer maxTokens or choose a model with a larger window.`,
    );
  const recent = history.slice(-HISTORY_MESSAGES);
  const kept = newestWithin(recent, room);
  const dropped = recent.length - kept.length;
  if (dropped > 0)
    adjustments.push(
      `The oldest ${dropped === 1 ? 'message was' : `${dropped} messages were`} left out: the conversation is longer than the ${capabilities.contextTokens} tokens that ${alias} takes.`,
    );
  return conversationOf(kept, input);
}

/** The longest end of the branch whose tokens fit; where something does not, it begins with the user. */
function newestWithin(
  branch: readonly ChatMessage[],
  room: number,
): readonly ChatMessage[] {
  let left = room;
  const lastDropped = branch.findLastIndex(({ text }) => {
    left -= estimateTokens(text);
    return left < 0;
  });
  if (lastDropped < 0) return branch;
  const fitting = branch.slice(lastDropped + 1);
  const firstOfUser = fitting.findIndex(({ role }) => role === 'user');
  return firstOfUser < 0 ? [] : fitting.slice(firstOfUser);
}

function withCards(
  [first, ...others]: readonly Turn[],
  system: string,
): Turn[] {
  return [
    { role: 'user', text: `${system}\n\n${first?.text ?? ''}` },
    ...others,
  ];
}

/** The cards are the same in every turn of a session: a model that caches reads them back at a fraction of the price. */
function systemOf(
  system: string,
  { capabilities }: ResolvedModel,
): SystemBlock[] {
  const { promptCaching, minimumCacheTokens = Infinity } = capabilities;
  const pays = promptCaching && estimateTokens(system) >= minimumCacheTokens;
  return [
    { text: system },
    ...(pays ? [{ cachePoint: { type: 'default' as const } }] : []),
  ];
}
