import { failedStage, pipelineFailure } from './pipeline-failure';
import type { PipelineFiles } from './pipeline-files';
import { inputIfReadable, type PipelineRecorder } from './pipeline-recorder';
import type { StageEvent } from './stage-event';

export interface LogFailureDependencies {
  readonly files: Pick<PipelineFiles, 'input'>;
  readonly recorder: Pick<PipelineRecorder, 'record'>;
}

/** LogFailure: the final row of an execution that a stage could not bring to its end. */
export async function logFailure(
  { state }: StageEvent,
  { files, recorder }: LogFailureDependencies,
): Promise<{ status: 'FAILED' }> {
  await recorder.record({
    state,
    status: 'FAILED',
    endedAt: new Date(),
    input: await inputIfReadable(files, state.pipeline_id),
    error: pipelineFailure(
      failedStage(state),
      state.error ?? { Error: 'Unknown' },
    ),
  });
  return { status: 'FAILED' };
}
