import { createHash, randomUUID } from 'node:crypto';
import { v5 as uuidFromName } from 'uuid';

/** Namespace of job ids that follow from an idempotency key. */
const NAMESPACE = '5d3cbf0e-65a5-4c43-9a8c-3b3a52b64f0e';

/** The same key of the same user always names the same job. */
export function jobIdFor(userId: string, key: string | undefined): string {
  return key === undefined
    ? randomUUID()
    : uuidFromName(JSON.stringify([userId, key]), NAMESPACE);
}

/** Tells whether two requests under one key ask for the same. Members are sorted, so their order does not matter. */
export function requestHashOf(request: object): string {
  const members = Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(members)).digest('hex');
}

/** Without one of the caller's own, the job's seed follows from its id: a repeated request draws the same. */
export function jobSeedFor(jobId: string): number {
  return createHash('sha256').update(jobId).digest().readUInt32BE();
}
