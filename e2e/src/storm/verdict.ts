import type { AnswerMessage, Run } from '@plot-palette/domain';
import type { HeardRun } from './heard-run';

/** What a client heard, against what is recorded of the run and what the simulator says that it wrote (a token a byte). */
export function violationsOf(
  heard: HeardRun,
  run: Run,
  answer: AnswerMessage,
): string[] {
  const { text, lastSeq, outcome, violations } = heard;
  const expectations: [string, unknown, unknown][] = [
    ['text', text, answer.text],
    ['number of events', lastSeq, run.lastSeq],
    ['outcome', outcome?.type, run.status.toLowerCase()],
    ['status of the answer', answer.status, run.status],
    ['kind of failure', run.failure?.kind, failureOf(run)],
    ['bytes', bytesOf(text, run), run.usage?.outputTokens],
  ];
  return [
    ...violations,
    ...expectations
      .filter(([, actual, expected]) => actual !== expected)
      .map(
        ([what, actual, expected]) =>
          `${what}: ${JSON.stringify(actual)} and not ${JSON.stringify(expected)}`,
      ),
  ].map((violation) => `run ${run.runId}: ${violation}`);
}

/** Nothing else goes wrong in a storm. */
function failureOf({ status }: Run): string | undefined {
  return status === 'FAILED' ? 'INTERRUPTED' : undefined;
}

/** Only of a run that came to its end the model says how much it wrote. */
function bytesOf(text: string, { status, usage }: Run): number | undefined {
  return status === 'COMPLETED' ? Buffer.byteLength(text) : usage?.outputTokens;
}
