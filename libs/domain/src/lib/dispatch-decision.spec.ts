import {
  decideSlot,
  staleShards,
  type ExecutionState,
  type SlotDecision,
} from './dispatch-decision';
import { jobStatusSchema, type JobStatus } from './job-status';

const EXECUTIONS: ExecutionState[] = ['ABSENT', 'RUNNING', 'CLOSED'];

/** Decisions for ABSENT, RUNNING and CLOSED. */
const TABLE: Record<JobStatus, [SlotDecision, SlotDecision, SlotDecision]> = {
  QUEUED: ['FREE', 'WAIT', 'FREE'],
  STARTING: ['START', 'WAIT', 'NEXT_ATTEMPT'],
  RUNNING: ['START', 'WATCH', 'NEXT_ATTEMPT'],
  EXPORTING: ['START', 'WAIT', 'NEXT_ATTEMPT'],
  COMPLETED: ['FREE', 'WAIT', 'FREE'],
  COMPLETED_WITH_GAPS: ['FREE', 'WAIT', 'FREE'],
  BUDGET_EXCEEDED: ['FREE', 'WAIT', 'FREE'],
  PAUSED: ['FREE', 'WAIT', 'FREE'],
  CANCELLED: ['FREE', 'WAIT', 'FREE'],
  FAILED: ['FREE', 'WAIT', 'FREE'],
  DELETING: ['FREE', 'WAIT', 'FREE'],
};

describe(decideSlot.name, () => {
  const cases = jobStatusSchema.options.flatMap((status) =>
    EXECUTIONS.map(
      (execution, column) =>
        [status, execution, TABLE[status][column]] as const,
    ),
  );
  it.each(cases)('%s with execution %s: %s', (status, execution, decision) => {
    const job = { status, attempt: 2 };
    expect(decideSlot({ attempt: 2, firstAttempt: 1 }, job, execution)).toBe(
      decision,
    );
  });

  it('gives up after the fifth attempt in this slot, whatever came before a resume', () => {
    const decide = (attempt: number) =>
      decideSlot(
        { attempt, firstAttempt: 3 },
        { status: 'RUNNING', attempt },
        'CLOSED',
      );
    expect([3, 6, 7, 8].map(decide)).toEqual([
      'NEXT_ATTEMPT',
      'NEXT_ATTEMPT',
      'GIVE_UP',
      'GIVE_UP',
    ]);
  });

  it('frees the slot of a job that is gone or in another attempt', () => {
    expect(
      decideSlot({ attempt: 1, firstAttempt: 1 }, undefined, 'CLOSED'),
    ).toBe('FREE');
    expect(
      decideSlot(
        { attempt: 1, firstAttempt: 1 },
        { status: 'RUNNING', attempt: 2 },
        'CLOSED',
      ),
    ).toBe('FREE');
    expect(
      decideSlot({ attempt: 1, firstAttempt: 1 }, undefined, 'RUNNING'),
    ).toBe('WAIT');
  });
});

describe(staleShards.name, () => {
  const now = new Date('2026-01-01T00:01:00.000Z');
  const row = (shard: number, outcome: 'RUNNING' | 'DONE', second: string) => ({
    shard,
    outcome,
    heartbeatAt: `2026-01-01T00:00:${second}.000Z`,
  });

  it('finds running shards that have been silent for more than 30 s', () => {
    expect(
      staleShards(
        [
          row(0, 'RUNNING', '29'),
          row(1, 'RUNNING', '30'),
          row(2, 'DONE', '00'),
        ],
        now,
      ),
    ).toEqual([0]);
  });
});
