import {
  cutText,
  MAX_LOGGED_CHARACTERS,
  type FinalResponse,
  type NanoUsd,
  type PipelineEnd,
  type PipelineError,
  type PipelineInput,
  type PipelineLog,
  type PipelineState,
} from '@plot-palette/domain';
import { elapsedMs } from './stage-event';

export interface EndedPipeline {
  readonly state: PipelineState;
  readonly status: PipelineEnd;
  readonly endedAt: Date;
  /** Of all tries of the chat. */
  readonly costNanoUsd: NanoUsd;
  /** Absent when it cannot be read. */
  readonly input?: PipelineInput | undefined;
  readonly response?: FinalResponse | undefined;
  readonly error?: PipelineError | undefined;
}

/** The final row of an execution. Long texts are cut: the whole ones are in the bucket. */
export function pipelineRow(ended: EndedPipeline): PipelineLog {
  const { state, status, endedAt, costNanoUsd, input, response, error } = ended;
  const { pipeline_id, userId, analysis, chat, stageTimes } = state;
  const timestamp =
    state.startedAt ?? input?.receivedAt ?? endedAt.toISOString();
  const message = input?.message ?? '';
  return {
    pipeline_id,
    timestamp,
    day: timestamp.slice(0, 10),
    userId: input?.userId ?? userId,
    user_message: cutText(message, MAX_LOGGED_CHARACTERS),
    ...(analysis && { analysis }),
    ...(response && {
      final_response: {
        ...response,
        text: cutText(response.text, MAX_LOGGED_CHARACTERS),
      },
    }),
    execution_time_ms: elapsedMs(timestamp, endedAt),
    status,
    ...(input && { projectId: input.projectId }),
    ...(chat && { chat }),
    stageTimes,
    costNanoUsd,
    ...(input?.redriveOf !== undefined && { redriveOf: input.redriveOf }),
    ...(error && { error }),
    isShortened: [message, response?.text ?? ''].some(
      ({ length }) => length > MAX_LOGGED_CHARACTERS,
    ),
  };
}
