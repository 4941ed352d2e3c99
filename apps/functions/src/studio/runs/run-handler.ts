import { uuidSchema } from '@plot-palette/domain';
import { z } from 'zod';
import { performRun } from './perform-run';
import type { RunDependencies } from './run-dependencies';

/** Everything else the function reads itself. */
const invocationSchema = z.object({ runId: uuidSchema });

/** Generates the run that an invocation names; a repeated invocation finds it claimed and does nothing. */
export function createRunHandler(
  dependencies: RunDependencies,
): (event: unknown) => Promise<void> {
  return async (event) => {
    const { runId } = invocationSchema.parse(event);
    await performRun(runId, dependencies);
  };
}
