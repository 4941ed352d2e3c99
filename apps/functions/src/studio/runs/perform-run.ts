import { randomUUID } from 'node:crypto';
import { Fenced, type AnswerMessage } from '@plot-palette/domain';
import { concludeRun } from './conclude-run';
import { Generation } from './generation';
import { Interruption } from './interruption';
import type { RunDependencies } from './run-dependencies';
import { leaseOf, RunWriter } from './run-writer';

const MS_PER_SECOND = 1_000;

/**
 * Generates a run that waits to be claimed, to its end.
 * @returns its answer; undefined when another process has claimed it, or has taken it over since.
 */
export async function performRun(
  runId: string,
  dependencies: RunDependencies,
): Promise<AnswerMessage | undefined> {
  const token = randomUUID();
  const claimed = await dependencies.runs.claim(runId, leaseOf(token));
  if (claimed === undefined) return undefined;
  const { run, assignment } = claimed;
  const writer = new RunWriter(run, token, dependencies);
  const interruption = new Interruption();
  if (run.stopRequested) interruption.interrupt('STOPPED');
  const watching = interruption.watch(
    runId,
    Date.now() + assignment.timeoutSeconds * MS_PER_SECOND,
    writer,
    dependencies,
  );
  try {
    const ending = await new Generation(
      claimed,
      writer,
      interruption,
      dependencies,
    ).run();
    return await concludeRun(claimed, ending, writer, dependencies);
  } catch (error) {
    if (!(error instanceof Fenced)) throw error;
    dependencies.logger.info({ runId }, 'run.lost');
    return undefined;
  } finally {
    interruption.end();
    await watching;
    await writer.delivered();
  }
}
