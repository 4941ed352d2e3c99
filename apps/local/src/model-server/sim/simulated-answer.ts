import type { ModelAnswer } from '../model-backend';
import type { ModelRequest } from '../model-request';
import { simulatedValue } from './answer-json';
import {
  fullJson,
  fullProse,
  halfLength,
  naturalLength,
  type SizedText,
} from './answer-length';
import { simulatedText } from './answer-text';
import { answerSequence, type Draw } from './draw';
import type { SimSettings } from './sim-settings';
import { inputTokens, tokenModelOf } from './token-model';

const REFUSAL =
  'Simulated refusal: the content filter of the simulator stopped this answer.';
/** How long an answer of `answerTokens: 'max'` is when the request names no limit. */
const MAX_TOKENS_UNLESS_ASKED = 512;

/**
 * The answer to a request: a pure function of seed, model and content. Only which flaw it has (`draw`) may differ
 * between attempts. It never has more than `maxTokens` tokens.
 */
export function simulatedAnswer(
  request: ModelRequest,
  settings: SimSettings,
  draw: Draw,
): ModelAnswer {
  const { text, stopReason, countedTokens } = sizedAnswer(
    request,
    settings,
    draw,
  );
  const outputTokens = countedTokens ?? tokenModelOf(settings).count(text);
  return {
    text,
    stopReason,
    usage: { inputTokens: inputTokens(request, settings), outputTokens },
  };
}

function sizedAnswer(
  request: ModelRequest,
  settings: SimSettings,
  draw: Draw,
): SizedText {
  const tokens = tokenModelOf(settings);
  const limit = request.maxTokens ?? Infinity;
  if (draw('refusal') < settings.refusalRate) {
    return { text: tokens.cut(REFUSAL, limit), stopReason: 'content_filtered' };
  }
  if (draw('empty') < settings.emptyRate)
    return { text: '', stopReason: 'end_turn' };
  const whole = wholeText(request, settings, draw);
  const stopped = atStopSequence(whole, request.stopSequences);
  if (stopped !== undefined && tokens.count(stopped) <= limit)
    return { text: stopped, stopReason: 'stop_sequence' };
  if (draw('truncate') < settings.truncateRate)
    return halfLength(whole, limit, tokens);
  if (settings.answerTokens === 'natural')
    return naturalLength(whole, limit, tokens);
  const full = request.schema === undefined ? fullProse : fullJson;
  return full(whole, request.maxTokens ?? MAX_TOKENS_UNLESS_ASKED, settings);
}

function wholeText(
  request: ModelRequest,
  settings: SimSettings,
  draw: Draw,
): string {
  const random = answerSequence(settings.seed, request.prompt);
  const { hex } = request.prompt;
  if (request.schema === undefined) return simulatedText(hex, random);
  const json = JSON.stringify(simulatedValue(request.schema, hex, random));
  if (draw('malformedJson') >= settings.malformedJsonRate) return json;
  // As models break it: talk around it, and the end missing.
  return `Here is the simulated JSON: ${json.slice(0, -1)}`;
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
