import type {
  FinalResponse,
  PipelineEnd,
  PipelineStage,
  PipelineState,
} from '@plot-palette/domain';
import { pipelineFailure } from './pipeline-failure';
import type { PipelineFiles } from './pipeline-files';
import type { PipelineRecorder } from './pipeline-recorder';
import { elapsedMs, type StageEvent } from './stage-event';

const STAGE: PipelineStage = 'LogResults';

export interface LogDependencies {
  readonly files: Pick<PipelineFiles, 'input' | 'answer' | 'response'>;
  readonly recorder: Pick<PipelineRecorder, 'record'>;
}

/** LogResults: the final row of an execution that has an answer, enhanced or raw. */
export async function log(
  { state, enteredAt }: StageEvent,
  { files, recorder }: LogDependencies,
): Promise<{ status: PipelineEnd }> {
  const { pipeline_id, enhancementError, stageTimes } = state;
  const status = state.isEnhanced ? 'COMPLETED' : 'DEGRADED';
  const input = await files.input(pipeline_id);
  const response = await responseOf(state, files);
  const endedAt = new Date();
  await recorder.record({
    state: {
      ...state,
      stageTimes: { ...stageTimes, [STAGE]: elapsedMs(enteredAt, endedAt) },
    },
    status,
    endedAt,
    input,
    response,
    error:
      enhancementError && pipelineFailure('EnhanceResponse', enhancementError),
  });
  return { status };
}

async function responseOf(
  { pipeline_id, isEnhanced }: PipelineState,
  files: LogDependencies['files'],
): Promise<FinalResponse> {
  if (isEnhanced) return files.response(pipeline_id);
  return { text: await files.answer(pipeline_id), format: 'raw' };
}
