import { randomUUID } from 'node:crypto';
import { v5 as uuidFromName } from 'uuid';

/** Namespace of what follows from an idempotency key in the studio. */
const NAMESPACE = 'b9f1c4de-0f0b-4a0e-8b2c-52a5d9f2a7c3';

/** The same key of the same user always names the same run, comparison or project. */
export function studioIdFor(
  kind: 'run' | 'comparison' | 'project',
  userId: string,
  key: string | undefined,
): string {
  return key === undefined
    ? randomUUID()
    : uuidFromName(JSON.stringify([kind, userId, key]), NAMESPACE);
}

/** The run of a comparison's column. */
export function columnRunId(comparisonId: string, column: number): string {
  return uuidFromName(`${comparisonId}/${column}`, NAMESPACE);
}

/** Ids of what a run, or the runs of a comparison together, bring into being. */
export function createdIds(
  id: string,
): Record<'sessionId' | 'questionId', string> {
  return {
    sessionId: uuidFromName(`${id}/session`, NAMESPACE),
    questionId: uuidFromName(`${id}/question`, NAMESPACE),
  };
}

export function answerIdOf(runId: string): string {
  return uuidFromName(`${runId}/answer`, NAMESPACE);
}
