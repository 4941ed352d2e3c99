import {
  canTransition,
  isTerminal,
  jobStatusSchema,
  statusesBefore,
} from './job-status';

describe('job status', () => {
  it('never leads from an ended job to a running one without the queue', () => {
    for (const from of jobStatusSchema.options.filter(isTerminal)) {
      for (const to of ['STARTING', 'RUNNING', 'EXPORTING'] as const)
        expect(canTransition(from, to)).toBe(false);
    }
  });

  it('lets nothing replace COMPLETED but deletion', () => {
    expect(
      jobStatusSchema.options.filter((to) => canTransition('COMPLETED', to)),
    ).toEqual(['DELETING']);
  });

  it('leads nowhere from DELETING', () => {
    expect(
      jobStatusSchema.options.filter((to) => canTransition('DELETING', to)),
    ).toEqual([]);
  });

  it('resumes exactly what a user may resume', () => {
    expect(statusesBefore('QUEUED').sort()).toEqual(
      [
        'BUDGET_EXCEEDED',
        'CANCELLED',
        'COMPLETED_WITH_GAPS',
        'FAILED',
        'PAUSED',
      ].sort(),
    );
  });

  it('lets every status but DELETING be left, so that no job is stuck', () => {
    for (const from of jobStatusSchema.options.filter(
      (status) => status !== 'DELETING',
    )) {
      expect(
        jobStatusSchema.options.some((to) => canTransition(from, to)),
      ).toBe(true);
    }
  });
});
