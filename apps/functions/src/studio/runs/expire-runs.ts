import type { RunStore } from '@plot-palette/stores';
import { endExpiredRun } from './end-expired-run';
import type { EndDependencies } from './run-dependencies';

/** Ends every run whose process is gone. One that cannot be ended does not keep the others waiting. */
export async function expireRuns(
  dependencies: EndDependencies & {
    readonly runs: Pick<RunStore, 'expired'>;
  },
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
