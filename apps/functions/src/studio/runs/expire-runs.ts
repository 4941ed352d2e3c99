import type { RunStore } from '@plot-palette/stores';
import { endExpiredRun } from './end-expired-run';
import type { EndDependencies } from './run-dependencies';

export interface ExpiryDependencies extends EndDependencies {
  readonly runs: EndDependencies['runs'] & Pick<RunStore, 'expired'>;
}

/** Called by the clock, for runs that nobody watches. */
export function createExpiryHandler(
  dependencies: ExpiryDependencies,
): () => Promise<void> {
  return async () => {
    dependencies.logger.info(await expireRuns(dependencies), 'run.expiry.done');
  };
}

/** Ends every run whose process is gone. One that cannot be ended does not keep the others waiting. */
export async function expireRuns(
  dependencies: ExpiryDependencies,
): Promise<{ expired: number; ended: number }> {
  const expired = await dependencies.runs.expired(new Date().toISOString());
  let ended = 0;
  for (const claimed of expired) {
    try {
      if (await endExpiredRun(claimed, dependencies)) ended += 1;
    } catch (error) {
      const { runId } = claimed.run;
      dependencies.logger.error({ runId, err: error }, 'run.expiry.failed');
    }
  }
  return { expired: expired.length, ended };
}
