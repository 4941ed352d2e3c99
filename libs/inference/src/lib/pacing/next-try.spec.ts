import {
  ModelRefused,
  ModelThrottled,
  ModelUnavailable,
} from '@plot-palette/domain';
import { FIRST_TRY, nextTry, type TryState } from './next-try';

const at = (nowMs: number, random = 0) => ({ nowMs, random });
const unavailable = new ModelUnavailable('503');

describe(nextTry.name, () => {
  it('repeats transient failures after 2, 4 and 8 s, then gives up', () => {
    const waits: number[] = [];
    let state: TryState = FIRST_TRY;
    for (;;) {
      const next = nextTry(unavailable, state, at(0));
      if (next.kind === 'GIVE_UP') break;
      waits.push(next.waitMs);
      state = next.state;
    }
    expect(waits).toEqual([2_000, 4_000, 8_000]);
  });

  it('spreads repetitions by up to a quarter', () => {
    expect(nextTry(unavailable, FIRST_TRY, at(0, 0.999))).toMatchObject({
      waitMs: 2_500,
    });
  });

  it('never repeats what the model refused', () => {
    expect(nextTry(new ModelRefused('400'), FIRST_TRY, at(0))).toEqual({
      kind: 'GIVE_UP',
    });
  });

  it('waits as long as the model says, without counting, until the deadline', () => {
    const throttled = new ModelThrottled('429', { retryAfterMs: 7_000 });
    let state: TryState = { ...FIRST_TRY, throttles: 40, throttledSinceMs: 0 };
    const next = nextTry(throttled, state, at(599_999));
    expect(next).toMatchObject({ kind: 'RETRY', waitMs: 7_000 });
    if (next.kind === 'RETRY') state = next.state;
    expect(nextTry(throttled, state, at(600_000))).toEqual({ kind: 'GIVE_UP' });
  });

  it('backs off by itself, up to 20 s, where the model names no time', () => {
    const throttled = new ModelThrottled('429');
    expect(
      nextTry(throttled, { ...FIRST_TRY, throttles: 2 }, at(0)),
    ).toMatchObject({ waitMs: 2_000 });
    expect(
      nextTry(throttled, { ...FIRST_TRY, throttles: 30 }, at(0)),
    ).toMatchObject({ waitMs: 20_000 });
  });
});
