import { finalStatus, type JobEnd } from './final-status';
import type { ShardOutcome } from './shard';

function end(
  outcomes: ShardOutcome[],
  overrides: Partial<JobEnd> & { missing?: number; rejected?: number } = {},
): JobEnd {
  const { missing = 0, rejected = 0, ...rest } = overrides;
  return {
    shards: outcomes.map((outcome, shard) => ({
      shard,
      outcome,
      reason: outcome === 'DONE' ? '' : `because ${outcome}`,
    })),
    counts: { accepted: 5, rejected, notAttempted: missing },
    cancelRequested: false,
    failure: undefined,
    ...rest,
  };
}

describe(finalStatus.name, () => {
  it.each([
    ['every record accepted', end(['DONE', 'DONE']), 'COMPLETED'],
    ['some rejected', end(['DONE'], { rejected: 2 }), 'COMPLETED_WITH_GAPS'],
    [
      'a shard without money',
      end(['DONE', 'OUT_OF_BUDGET'], { missing: 3 }),
      'BUDGET_EXCEEDED',
    ],
    ['money gone with the last record', end(['OUT_OF_BUDGET']), 'COMPLETED'],
    [
      'money before a pause',
      end(['PAUSED', 'OUT_OF_BUDGET'], { missing: 3 }),
      'BUDGET_EXCEEDED',
    ],
    ['too many errors', end(['PAUSED', 'FAILED'], { missing: 1 }), 'PAUSED'],
    ['a failed shard', end(['DONE', 'FAILED'], { missing: 1 }), 'FAILED'],
    [
      'a worker that died too often',
      end(['RUNNING'], { missing: 1 }),
      'FAILED',
    ],
    ['no shards at all', end([], { missing: 5 }), 'FAILED'],
    [
      'a failed export',
      end(['DONE'], { failure: 'the export failed' }),
      'FAILED',
    ],
    [
      'a cancellation, whatever else happened',
      end(['FAILED'], { missing: 1, cancelRequested: true, failure: 'x' }),
      'CANCELLED',
    ],
  ] as const)('%s', (_what, jobEnd, status) => {
    expect(finalStatus(jobEnd).status).toBe(status);
  });

  it('says why rejected records were not made again', () => {
    const { status, reason } = finalStatus(
      end(['DONE', 'OUT_OF_BUDGET'], { rejected: 1 }),
    );
    expect(status).toBe('COMPLETED_WITH_GAPS');
    expect(reason).toBe(
      '1 record was rejected; its reason is among the rejected records. Not all of them could be made again: because OUT_OF_BUDGET',
    );
  });

  it('passes on what the shard says', () => {
    expect(finalStatus(end(['PAUSED'], { missing: 1 })).reason).toBe(
      'because PAUSED',
    );
    expect(finalStatus(end(['DONE', 'FAILED'], { missing: 1 })).reason).toBe(
      'Shard 1: because FAILED',
    );
    expect(
      finalStatus(end(['DONE'], { failure: 'the disk is full' })).reason,
    ).toBe('the disk is full');
  });
});
