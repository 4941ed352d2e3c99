import type { PromptHash } from '../prompt-hash';

/** What is drawn; its number separates the draws of one call from each other. */
const KINDS = {
  throttle: 1,
  failure: 2,
  failureName: 3,
  reset: 4,
  timeout: 5,
  truncate: 6,
  malformedJson: 7,
  refusal: 8,
  empty: 9,
  streamError: 10,
  streamErrorName: 11,
  latencyRadius: 12,
  latencyAngle: 13,
  answer: 14,
} as const;

export type DrawKind = keyof typeof KINDS;

/** A uniform number in [0, 1) that depends on nothing but its arguments, so that neither order nor concurrency matter. */
export type Draw = (kind: DrawKind) => number;

/** The draws of one call. `attempt` is part of them, so that a retry can fare better. */
export function drawsOf(
  seed: number,
  prompt: PromptHash,
  attempt: number,
): Draw {
  const base = mix(mix(mix(mix(seed) ^ prompt.high) ^ prompt.low) ^ attempt);
  return (kind) => mix(base ^ Math.imul(KINDS[kind], 0x9e37_79b1)) / 2 ** 32;
}

/** A sequence of uniform numbers in [0, 1) for one answer: the same for every attempt. */
export function answerSequence(seed: number, prompt: PromptHash): () => number {
  let state = mix(
    mix(mix(mix(seed) ^ prompt.high) ^ prompt.low) ^ KINDS.answer,
  );
  return () => {
    state = (state + 0x9e37_79b9) >>> 0;
    return mix(state) / 2 ** 32;
  };
}

/** The 32-bit finaliser "lowbias32" (https://nullprogram.com/blog/2018/07/31/). */
function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb_352d);
  x = Math.imul(x ^ (x >>> 15), 0x846c_a68b);
  return (x ^ (x >>> 16)) >>> 0;
}
