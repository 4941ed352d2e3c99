import type { ModelAnswer } from '../model-backend';
import type { ModelRequest } from '../model-request';
import { simulatedValue } from './answer-json';
import { filling, simulatedText } from './answer-text';
import { answerSequence, type Draw } from './draw';
import type { SimSettings } from './sim-settings';
import { inputTokens, tokenModelOf } from './token-model';

const REFUSAL =
  'Simulated refusal: the content filter of the simulator stopped this answer.';
/** How long an answer of `answerTokens: 'max'` is when the request names no limit. */
const MAX_TOKENS_UNLESS_ASKED = 512;

/**
 * The answer to a request: a pure function of seed, model and content. Only which flaw it has (`draw`) may differ
 * between attempts.
 */
export function simulatedAnswer(
  request: ModelRequest,
  settings: SimSettings,
  draw: Draw,
): ModelAnswer {
  const tokens = tokenModelOf(settings);
  const { text, stopReason, countedTokens } = shape(request, settings, draw);
  return {
    text,
    stopReason,
    usage: {
      inputTokens: inputTokens(request, settings),
      outputTokens: countedTokens ?? tokens.count(text),
    },
  };
}

interface Shape {
  readonly text: string;
  readonly stopReason: ModelAnswer['stopReason'];
  /** Where the text alone does not tell: JSON cannot be filled up with words. */
  readonly countedTokens?: number;
}

function shape(
  request: ModelRequest,
  settings: SimSettings,
  draw: Draw,
): Shape {
  const tokens = tokenModelOf(settings);
  if (draw('refusal') < settings.refusalRate)
    return { text: REFUSAL, stopReason: 'content_filtered' };
  if (draw('empty') < settings.emptyRate)
    return { text: '', stopReason: 'end_turn' };
  const whole = withFlaw(
    naturalText(request, settings),
    request,
    settings,
    draw,
  );
  const stopped = atStopSequence(whole, request.stopSequences);
  if (stopped !== undefined)
    return { text: stopped, stopReason: 'stop_sequence' };
  const limit =
    request.maxTokens ??
    (settings.answerTokens === 'max' ? MAX_TOKENS_UNLESS_ASKED : Infinity);
  const count = tokens.count(whole);
  if (draw('truncate') < settings.truncateRate) {
    return {
      text: tokens.cut(whole, Math.min(limit, Math.ceil(count / 2))),
      stopReason: 'max_tokens',
    };
  }
  if (
    count > limit &&
    settings.answerTokens === 'max' &&
    request.schema === undefined
  ) {
    return {
      text: fill(tokens.cut(whole, limit), limit, request, settings),
      stopReason: 'end_turn',
    };
  }
  if (count > limit)
    return { text: tokens.cut(whole, limit), stopReason: 'max_tokens' };
  if (settings.answerTokens === 'natural')
    return { text: whole, stopReason: 'end_turn' };
  return {
    text: fill(whole, limit, request, settings),
    stopReason: 'end_turn',
    countedTokens: limit,
  };
}

function naturalText(request: ModelRequest, settings: SimSettings): string {
  const random = answerSequence(settings.seed, request.prompt);
  const { hex } = request.prompt;
  if (request.schema === undefined) return simulatedText(hex, random);
  return JSON.stringify(simulatedValue(request.schema, hex, random));
}

/** Broken as models break JSON: talk around it and the end missing. */
function withFlaw(
  text: string,
  request: ModelRequest,
  settings: SimSettings,
  draw: Draw,
): string {
  if (
    request.schema === undefined ||
    draw('malformedJson') >= settings.malformedJsonRate
  )
    return text;
  return `Here is the simulated JSON: ${text.slice(0, -1)}`;
}

function atStopSequence(
  text: string,
  stopSequences: readonly string[],
): string | undefined {
  const ends = stopSequences
    .map((sequence) => text.indexOf(sequence))
    .filter((index) => index >= 0);
  return ends.length === 0 ? undefined : text.slice(0, Math.min(...ends));
}

/** Fills up to exactly `limit` tokens. JSON takes blanks at its end, which only the byte model counts. */
function fill(
  text: string,
  limit: number,
  request: ModelRequest,
  settings: SimSettings,
): string {
  const missing = limit - tokenModelOf(settings).count(text);
  if (missing <= 0) return text;
  if (settings.tokenModel === 'bytes')
    return (
      text +
      (request.schema === undefined ? filling(missing) : ' '.repeat(missing))
    );
  return request.schema === undefined ? text + ' fill'.repeat(missing) : text;
}
