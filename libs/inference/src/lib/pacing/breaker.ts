/** Whether a model takes calls at all. While it does not, calls wait, and one at a time tries. Times are milliseconds. */
export interface Breaker {
  readonly failuresInARow: number;
  /** Number of the first call that began after the row of failures did. */
  readonly firstInRow: number;
  readonly pause: Pause | undefined;
}

interface Pause {
  readonly untilMs: number;
  readonly waitMs: number;
  /** A call is out to see whether the model is back. */
  readonly isTrying: boolean;
  readonly cause: string;
}

export interface FailedCall {
  readonly nowMs: number;
  /** Calls are numbered as they begin: the one that begins next, and the oldest that is still out. */
  readonly nextCall: number;
  readonly oldestOut: number | undefined;
  readonly isTry: boolean;
  readonly retryAfterMs: number | undefined;
  readonly cause: string;
}

export const CLOSED: Breaker = {
  failuresInARow: 0,
  firstInRow: 0,
  pause: undefined,
};

const FAILURES_TO_OPEN = 10;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

export function mayStart({ pause }: Breaker, nowMs: number): boolean {
  return pause === undefined || (!pause.isTrying && nowMs >= pause.untilMs);
}

export function afterStart(breaker: Breaker): Breaker {
  const { pause } = breaker;
  return pause ? { ...breaker, pause: { ...pause, isTrying: true } } : breaker;
}

/** The try ended without saying anything about the model: the next call may try. */
export function afterNoAnswer(breaker: Breaker): Breaker {
  const { pause } = breaker;
  return pause ? { ...breaker, pause: { ...pause, isTrying: false } } : breaker;
}

/**
 * Opens when calls fail in a row and none is out that began before: a model that is only full still serves those.
 * It stays so for as long as the model says, and twice as long after each try that fails.
 */
export function afterFailure(breaker: Breaker, call: FailedCall): Breaker {
  const { nextCall, oldestOut, isTry } = call;
  const { pause } = breaker;
  const failuresInARow = breaker.failuresInARow + 1;
  const firstInRow = failuresInARow === 1 ? nextCall : breaker.firstInRow;
  const opens =
    pause === undefined &&
    failuresInARow >= FAILURES_TO_OPEN &&
    (oldestOut === undefined || oldestOut >= firstInRow);
  const fails = pause !== undefined && isTry;
  return {
    failuresInARow,
    firstInRow,
    pause: opens || fails ? pauseAfter(pause, call) : pause,
  };
}

function pauseAfter(
  last: Pause | undefined,
  { nowMs, retryAfterMs = 0, cause }: FailedCall,
): Pause {
  const waitMs = last
    ? Math.min(LONGEST_WAIT_MS, last.waitMs * 2)
    : FIRST_WAIT_MS;
  const untilMs = nowMs + Math.max(waitMs, retryAfterMs);
  return { untilMs, waitMs, isTrying: false, cause };
}
