import {
  afterAttempt,
  NO_ERRORS,
  pauseReason,
  type AttemptOutcome,
} from './error-rate';

const accepted: AttemptOutcome = { kind: 'ACCEPTED' };
const failed: AttemptOutcome = { kind: 'FAILED', reason: 'empty' };
const refused: AttemptOutcome = { kind: 'REFUSED', reason: 'too long' };
const after = (...outcomes: AttemptOutcome[]) =>
  pauseReason(outcomes.reduce(afterAttempt, NO_ERRORS));
const times = <Item>(count: number, item: Item): Item[] =>
  Array.from({ length: count }, () => item);

describe(pauseReason.name, () => {
  it.each([
    ['too few attempts to judge', times(49, failed), undefined],
    [
      'most of 50 attempts failed',
      times(50, failed),
      /50 of the last 50.*empty/,
    ],
    [
      'half of them failed',
      [...times(50, accepted), ...times(50, failed)],
      undefined,
    ],
    [
      'more than half of the last 100 failed',
      [...times(900, accepted), ...times(51, failed)],
      /51 of the last 100/,
    ],
    ['nine refusals in a row', times(9, refused), undefined],
    [
      'ten refusals in a row',
      [accepted, ...times(10, refused)],
      /refused 10.*too long/,
    ],
    [
      'refusals that are not in a row',
      [...times(9, refused), accepted, ...times(9, refused)],
      undefined,
    ],
  ])('%s', (_what, outcomes, reason) => {
    if (reason === undefined) expect(after(...outcomes)).toBeUndefined();
    else expect(after(...outcomes)).toMatch(reason);
  });
});
