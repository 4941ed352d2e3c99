import { ModelRefused, ModelThrottled } from '@plot-palette/domain';
import type { ModelFailure } from '../reply/model-failure';

/** How the tries of one call went so far. */
export interface TryState {
  readonly transientFailures: number;
  readonly throttles: number;
  /** When the first try was throttled. */
  readonly throttledSinceMs: number | undefined;
}

export const FIRST_TRY: TryState = {
  transientFailures: 0,
  throttles: 0,
  throttledSinceMs: undefined,
};

export type NextTry =
  | {
      readonly kind: 'RETRY';
      readonly waitMs: number;
      readonly state: TryState;
    }
  | { readonly kind: 'GIVE_UP' };

/** 2, 4, 8 s, at most three times (ADR-003). */
const TRANSIENT_WAITS_MS: readonly number[] = [2_000, 4_000, 8_000];
const THROTTLE_FIRST_WAIT_MS = 500;
const THROTTLE_LONGEST_WAIT_MS = 20_000;
/** A model that throttles one call for so long is not going to take it. */
const THROTTLE_DEADLINE_MS = 10 * 60_000;
const JITTER = 0.25;

/** How long to wait after so many transient failures of a call; undefined when that were enough. `random` is in [0, 1). */
export function transientWaitMs(
  failures: number,
  random: number,
): number | undefined {
  const waitMs = TRANSIENT_WAITS_MS[failures - 1];
  return waitMs === undefined ? undefined : jittered(waitMs, random);
}

function jittered(waitMs: number, random: number): number {
  return Math.round(waitMs * (1 + JITTER * random));
}

/**
 * What to do after a failed try: transient failures a few times, throttling without a count until the deadline,
 * a refusal never again. `random` is uniform in [0, 1).
 */
export function nextTry(
  failure: ModelFailure,
  state: TryState,
  { nowMs, random }: { readonly nowMs: number; readonly random: number },
): NextTry {
  if (failure instanceof ModelRefused) return { kind: 'GIVE_UP' };
  if (failure instanceof ModelThrottled) {
    const throttledSinceMs = state.throttledSinceMs ?? nowMs;
    if (nowMs - throttledSinceMs >= THROTTLE_DEADLINE_MS)
      return { kind: 'GIVE_UP' };
    const backoffMs = Math.min(
      THROTTLE_LONGEST_WAIT_MS,
      THROTTLE_FIRST_WAIT_MS * 2 ** state.throttles,
    );
    return {
      kind: 'RETRY',
      waitMs: jittered(failure.retryAfterMs ?? backoffMs, random),
      state: { ...state, throttles: state.throttles + 1, throttledSinceMs },
    };
  }
  const transientFailures = state.transientFailures + 1;
  const waitMs = transientWaitMs(transientFailures, random);
  if (waitMs === undefined) return { kind: 'GIVE_UP' };
  return {
    kind: 'RETRY',
    waitMs,
    state: { ...state, transientFailures },
  };
}
