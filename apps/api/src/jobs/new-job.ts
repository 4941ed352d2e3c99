import type { Job, JobSnapshot } from '@plot-palette/domain';

/** The row of a job that has just been asked for. */
export function newJob(snapshot: JobSnapshot): Job {
  const { request, template, seed } = snapshot;
  return {
    jobId: snapshot.jobId,
    userId: snapshot.userId,
    name: request.name,
    status: 'QUEUED',
    statusReason: '',
    cancelRequested: false,
    templateId: template.templateId,
    templateVersion: template.version,
    templateName: template.name,
    seedId: seed.seedId,
    seedName: seed.name,
    records: request.records,
    counts: { accepted: 0, rejected: 0, notAttempted: request.records },
    budgetNanoUsd: snapshot.budgetNanoUsd,
    spentNanoUsd: 0,
    formats: [...new Set(request.formats)],
    priority: request.priority,
    maxConcurrency: request.maxConcurrency,
    maxAttemptsPerRecord: request.maxAttemptsPerRecord,
    shards: snapshot.shards.length,
    jobSeed: request.jobSeed,
    attempt: 0,
    exports: [],
    createdAt: snapshot.createdAt,
    updatedAt: snapshot.createdAt,
  };
}
