import { AppError, Fenced, type ShardOutcome } from '@plot-palette/domain';
import type { Stop } from './stop-switch';

export interface Conclusion {
  readonly outcome: ShardOutcome;
  readonly reason: string;
  readonly exitCode: number;
}

/** A shard is done when its manifest says so, whatever the worker believes. */
export function conclusionOf(
  stop: Stop | undefined,
  error: unknown,
  isUnfinished: boolean,
): Conclusion {
  if (isFinalFailure(error))
    return { outcome: 'FAILED', reason: error.message, exitCode: 0 };
  if (error !== undefined)
    return { outcome: 'INTERRUPTED', reason: UNEXPECTED, exitCode: 1 };
  if (stop !== undefined)
    return {
      outcome: stop.kind === 'FENCED' ? 'INTERRUPTED' : stop.kind,
      reason: stop.reason,
      exitCode: 0,
    };
  return isUnfinished
    ? { outcome: 'INTERRUPTED', reason: 'Records are missing.', exitCode: 1 }
    : { outcome: 'DONE', reason: '', exitCode: 0 };
}

export const UNEXPECTED = 'The worker met an error and will be started again.';

/** It cannot be otherwise the next time: a snapshot, template or seed file that is unusable or gone. */
export function isFinalFailure(error: unknown): error is AppError {
  return (
    error instanceof AppError && !error.retryable && !(error instanceof Fenced)
  );
}
