import { type Job } from '@plot-palette/domain';
import { hasDataset, isComplete, shortfall } from './demo-outcome';

const outcome = (
  status: Job['status'],
  accepted: number,
  statusReason = '',
) => ({
  status,
  statusReason,
  records: 12,
  counts: { accepted, rejected: 12 - accepted, notAttempted: 0 },
});

describe(isComplete.name, () => {
  it.each([
    ['COMPLETED', 12, true],
    ['COMPLETED', 11, false],
    ['COMPLETED_WITH_GAPS', 11, false],
    ['FAILED', 12, false],
    ['RUNNING', 12, false],
  ] as const)(
    'takes %s with %d of 12 records as %s',
    (status, accepted, expected) =>
      expect(isComplete(outcome(status, accepted))).toBe(expected),
  );
});

describe(hasDataset.name, () => {
  it.each([
    ['COMPLETED_WITH_GAPS', 1, true],
    ['COMPLETED_WITH_GAPS', 0, false],
    ['CANCELLED', 5, false],
  ] as const)('takes %s with %d records as %s', (status, accepted, expected) =>
    expect(hasDataset(outcome(status, accepted))).toBe(expected),
  );
});

describe(shortfall.name, () => {
  it('says how it ended, what is there and why', () => {
    expect(
      shortfall(outcome('COMPLETED_WITH_GAPS', 10, 'Two broke the schema.')),
    ).toBe(
      'The demo job ended as COMPLETED_WITH_GAPS with 10 of 12 records, 2 rejected: Two broke the schema.',
    );
  });
});
