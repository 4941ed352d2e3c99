import {
  CLOSED,
  afterFailure,
  afterNoAnswer,
  afterStart,
  mayStart,
  type Breaker,
  type FailedCall,
} from './breaker';

const failure: FailedCall = {
  nowMs: 0,
  nextCall: 20,
  oldestOut: undefined,
  isTry: false,
  retryAfterMs: undefined,
  cause: '503',
};

function afterFailures(count: number, call: Partial<FailedCall> = {}): Breaker {
  let breaker = CLOSED;
  for (let done = 0; done < count; done += 1)
    breaker = afterFailure(breaker, { ...failure, ...call });
  return breaker;
}

describe(afterFailure.name, () => {
  it('opens after ten failures in a row', () => {
    expect(mayStart(afterFailures(9), 0)).toBe(true);
    expect(mayStart(afterFailures(10), 0)).toBe(false);
  });

  it('waits for a call that is out since before the row: it may be served', () => {
    expect(mayStart(afterFailures(50, { oldestOut: 19 }), 0)).toBe(true);
    expect(mayStart(afterFailures(50, { oldestOut: 20 }), 0)).toBe(false);
  });

  it('lets one call try when the time has come', () => {
    const open = afterFailures(10);
    expect(mayStart(open, 1_999)).toBe(false);
    expect(mayStart(open, 2_000)).toBe(true);
    expect(mayStart(afterStart(open), 2_000)).toBe(false);
    expect(mayStart(afterNoAnswer(afterStart(open)), 2_000)).toBe(true);
  });

  it('waits twice as long after each try that fails, up to a minute', () => {
    let breaker = afterFailures(10);
    const waits: (number | undefined)[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      waits.push(breaker.pause?.untilMs);
      breaker = afterFailure(afterStart(breaker), { ...failure, isTry: true });
    }
    expect(waits).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ]);
  });

  it('waits as long as the model says, and no longer for calls that were out when it opened', () => {
    const open = afterFailures(10, { retryAfterMs: 90_000 });
    expect(open.pause?.untilMs).toBe(90_000);
    const late = afterFailure(open, { ...failure, retryAfterMs: 200_000 });
    expect(late.pause?.untilMs).toBe(90_000);
  });
});
