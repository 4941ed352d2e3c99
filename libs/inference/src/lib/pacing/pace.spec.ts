import fc from 'fast-check';
import {
  afterCall,
  openPace,
  restarted,
  whileWaiting,
  type EndedCall,
  type Pace,
} from './pace';

/** Past its slow start. */
function grown(maximum: number): Pace {
  let pace = openPace(maximum);
  for (let nowMs = 0; pace.start !== undefined; nowMs += 100)
    pace = whileWaiting(pace, nowMs);
  return pace;
}

function ended(
  pace: Pace,
  outcome: EndedCall['outcome'],
  call: Partial<EndedCall> = {},
): Pace {
  const { decreases: beganAfter } = pace;
  return afterCall(pace, { outcome, beganAfter, atLimit: true, ...call });
}

/** Refused calls until the limit falls. */
function refusalsToFall(pace: Pace): number {
  let [refusals, next] = [0, pace];
  while (next.limit === pace.limit) {
    next = ended(next, 'THROTTLED');
    refusals += 1;
  }
  return refusals;
}

describe(whileWaiting.name, () => {
  it('doubles the limit every 100 ms while calls wait, up to what the job allows', () => {
    let pace = openPace(200);
    const limits: number[] = [];
    for (let nowMs = 0; nowMs <= 500; nowMs += 50) {
      pace = whileWaiting(pace, nowMs);
      limits.push(pace.limit);
    }
    expect(limits).toEqual([32, 32, 64, 64, 128, 128, 200, 200, 200, 200, 200]);
  });

  it('ends with the first congestion', () => {
    let pace = whileWaiting(whileWaiting(openPace(200), 0), 100);
    while (pace.decreases === 0) pace = ended(pace, 'THROTTLED');
    expect(whileWaiting(pace, 60_000).limit).toBe(pace.limit);
    expect(pace.limit).toBeLessThan(64);
  });
});

describe(afterCall.name, () => {
  it.each([
    { maximum: 8, refusals: 11 },
    { maximum: 64, refusals: 11 },
    { maximum: 256, refusals: 42 },
  ])(
    'falls when more than scattered calls are refused: $maximum wide after $refusals',
    ({ maximum, refusals }) => {
      expect(refusalsToFall(grown(maximum))).toBe(refusals);
    },
  );

  it('counts a burst of refusals once', () => {
    const before = grown(64);
    let pace = before;
    for (let call = 0; call < 64; call += 1)
      pace = ended(pace, 'THROTTLED', { beganAfter: before.decreases });
    expect(pace.limit).toBeCloseTo(before.limit * 0.85);
  });

  it('grows by one for each round of served calls, but only when calls fill the limit', () => {
    let pace = grown(64);
    while (pace.limit > 40) pace = ended(pace, 'THROTTLED');
    const { limit } = pace;
    for (let call = 0; call < limit; call += 1)
      pace = ended(pace, 'SERVED', { atLimit: false });
    expect(pace.limit).toBe(limit);
    for (let call = 0; call < limit; call += 1) pace = ended(pace, 'SERVED');
    expect(pace.limit).toBeCloseTo(limit + 1, 1);
  });

  it('stays between one call and what the job allows, whatever happens', () => {
    const outcome = fc.constantFrom('SERVED' as const, 'THROTTLED' as const);
    const call = fc.record({
      outcome,
      atLimit: fc.boolean(),
      late: fc.boolean(),
      waitMs: fc.nat(300),
      restart: fc.nat(50),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_100 }),
        fc.array(call, { maxLength: 300 }),
        (maximum, calls) => {
          let [pace, nowMs] = [openPace(maximum), 0];
          for (const { outcome, atLimit, late, waitMs, restart } of calls) {
            pace = whileWaiting(pace, (nowMs += waitMs));
            const beganAfter = pace.decreases - (late ? 1 : 0);
            pace = afterCall(pace, { outcome, atLimit, beganAfter });
            if (restart === 0) pace = restarted(pace);
            expect(pace.limit).toBeGreaterThanOrEqual(1);
            expect(pace.limit).toBeLessThanOrEqual(maximum);
            expect(pace.refusedShare).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});
