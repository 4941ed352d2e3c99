/** How many calls to one model may be in flight, learnt from how it throttles. */
export interface Pace {
  readonly limit: number;
  readonly maximum: number;
  /** Calls that ended, and were throttled, since the limit last moved. */
  readonly ended: number;
  readonly throttled: number;
}

/** Scattered throttling costs less when it is retried than when it is avoided. */
const TOLERATED_SHARE = 0.15;
const DECREASE = 0.7;

export function openPace(maximum: number): Pace {
  return { limit: maximum, maximum, ended: 0, throttled: 0 };
}

/**
 * Additive increase, multiplicative decrease (Chiu & Jain 1989), judged over a window of `limit` calls, so that one burst
 * of refusals counts once.
 */
export function afterCall(pace: Pace, outcome: 'SERVED' | 'THROTTLED'): Pace {
  const ended = pace.ended + 1;
  const throttled = pace.throttled + (outcome === 'THROTTLED' ? 1 : 0);
  if (throttled > pace.limit * TOLERATED_SHARE)
    return moved(pace, Math.max(1, Math.floor(pace.limit * DECREASE)));
  if (ended >= pace.limit)
    return moved(pace, Math.min(pace.maximum, pace.limit + 1));
  return { ...pace, ended, throttled };
}

function moved({ maximum }: Pace, limit: number): Pace {
  return { limit, maximum, ended: 0, throttled: 0 };
}
