/** How many calls to one model may be in flight, learnt from how it throttles. Time is passed in, never read. */
export interface Pace {
  /** At least 1; the whole part counts. */
  readonly limit: number;
  readonly maximum: number;
  /** How much of the last calls was refused, in [0, 1]; older calls weigh less. */
  readonly refusedShare: number;
  /** Decreases so far. A call that began before the last one says nothing about the new limit. */
  readonly decreases: number;
  /** While the limit is still doubling: when it last did, or undefined before the first call. */
  readonly start: { readonly doubledAtMs: number | undefined } | undefined;
}

export interface EndedCall {
  readonly outcome: 'SERVED' | 'THROTTLED';
  /** `decreases` when the call began. */
  readonly beganAfter: number;
  /** Whether as many calls were in flight as the limit allows: only then it is known to be too low. */
  readonly atLimit: boolean;
}

const FIRST_LIMIT = 32;
/** Models refuse at the door, long before they answer: silence for so long means that they took the calls. */
const DOUBLING_MS = 100;
/** Scattered throttling has nothing to do with the pace, and costs less when it is retried than when it is avoided. */
const TOLERATED_SHARE = 0.15;
/** Calls over which the share is judged, however low the limit: of fewer, a few refusals by chance would look like many. */
const FEWEST_JUDGED = 64;
const DECREASE = 0.85;

export function openPace(maximum: number): Pace {
  return {
    limit: Math.min(FIRST_LIMIT, maximum),
    maximum,
    refusedShare: 0,
    decreases: 0,
    start: maximum > FIRST_LIMIT ? { doubledAtMs: undefined } : undefined,
  };
}

/** When the limit may double next; undefined when it no longer grows by time alone. */
export function doublesAtMs(
  { start }: Pace,
  nowMs: number,
): number | undefined {
  return start && (start.doubledAtMs ?? nowMs) + DOUBLING_MS;
}

/** Slow start: call it whenever calls wait; the limit doubles when the time has come. */
export function whileWaiting(pace: Pace, nowMs: number): Pace {
  const { start, limit, maximum } = pace;
  if (start === undefined) return pace;
  if (start.doubledAtMs === undefined)
    return { ...pace, start: { doubledAtMs: nowMs } };
  if (nowMs < start.doubledAtMs + DOUBLING_MS) return pace;
  return limit * 2 >= maximum
    ? { ...pace, limit: maximum, start: undefined }
    : { ...pace, limit: limit * 2, start: { doubledAtMs: nowMs } };
}

/**
 * Additive increase, multiplicative decrease (Chiu & Jain 1989): one more call for each round of served ones; less when
 * more than scattered calls are refused. Refusals of calls that began before a decrease belong to the same congestion.
 */
export function afterCall(
  pace: Pace,
  { outcome, beganAfter, atLimit }: EndedCall,
): Pace {
  const { limit, maximum } = pace;
  const weight = 1 / Math.max(limit, FEWEST_JUDGED);
  const remembered = pace.refusedShare * (1 - weight);
  if (outcome === 'SERVED') {
    const raised = Math.min(maximum, limit + 1 / limit);
    return {
      ...pace,
      refusedShare: remembered,
      limit: atLimit && pace.start === undefined ? raised : limit,
    };
  }
  if (beganAfter < pace.decreases) return pace;
  const refusedShare = remembered + weight;
  if (refusedShare <= TOLERATED_SHARE) return { ...pace, refusedShare };
  return {
    ...pace,
    limit: Math.max(1, limit * DECREASE),
    refusedShare: 0,
    decreases: pace.decreases + 1,
    start: undefined,
  };
}

/** After a time in which the model took nothing: it may take much again, so that the limit doubles once more. */
export function restarted(pace: Pace): Pace {
  return {
    ...pace,
    refusedShare: 0,
    start: pace.limit < pace.maximum ? { doubledAtMs: undefined } : undefined,
  };
}
