import {
  pipelineIdSchema,
  pipelineStateSchema,
  type PipelineEnd,
} from '@plot-palette/domain';
import type {
  PipelineExecutions,
  PipelineLogStore,
} from '@plot-palette/stores';
import { z } from 'zod';
import { pipelineFailure } from './pipeline-failure';
import type { PipelineFiles } from './pipeline-files';
import { inputIfReadable, type PipelineRecorder } from './pipeline-recorder';

/** EventBridge's "Step Functions Execution Status Change". */
export const endEventSchema = z.object({
  detail: z.object({
    name: pipelineIdSchema,
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    /** Milliseconds since 1970. */
    startDate: z.number(),
    stopDate: z.number(),
    input: z.string().nullish(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});
type EndDetail = z.infer<typeof endEventSchema>['detail'];

export interface RecordEndDependencies {
  readonly logs: Pick<PipelineLogStore, 'get'>;
  readonly executions: Pick<PipelineExecutions, 'progress'>;
  readonly files: Pick<PipelineFiles, 'input'>;
  readonly recorder: Pick<PipelineRecorder, 'record'>;
}

const ENDS: Readonly<
  Record<EndDetail['status'], { kind: string; message: string }>
> = {
  FAILED: {
    kind: 'States.TaskFailed',
    message: 'The failure itself could not be logged.',
  },
  TIMED_OUT: {
    kind: 'States.Timeout',
    message: 'The execution took longer than the state machine allows.',
  },
  ABORTED: { kind: 'States.Aborted', message: 'The execution was stopped.' },
};

/**
 * The final row of an execution that its own states could not write: no state sees a time-out or an abort of the whole, and
 * LogFailure may have failed itself. What had been found out by then is read from the execution's history.
 */
export async function recordEnd(
  { detail }: z.infer<typeof endEventSchema>,
  { logs, executions, files, recorder }: RecordEndDependencies,
): Promise<PipelineEnd | undefined> {
  const { name, status, startDate, stopDate } = detail;
  if ((await logs.get(name)) !== undefined) return undefined;
  const progress = await executions.progress(name);
  const input = await inputIfReadable(files, name);
  const state =
    progress?.state ??
    stateOf(detail) ??
    pipelineStateSchema.parse({
      pipeline_id: name,
      userId: input?.userId ?? '',
    });
  const { kind, message } = ENDS[status];
  const isFirst = await recorder.record({
    // Its name is what the execution is; the state may be anything that it was started with.
    state: {
      ...state,
      pipeline_id: name,
      startedAt: new Date(startDate).toISOString(),
    },
    status,
    endedAt: new Date(stopDate),
    input,
    error: pipelineFailure(
      progress?.stage ?? 'StateMachine',
      state.error ?? {
        Error: detail.error ?? kind,
        Cause: detail.cause ?? message,
      },
    ),
  });
  return isFirst ? status : undefined;
}

/** Its state before the first stage; undefined when the event leaves it out. */
function stateOf({ input }: EndDetail) {
  if (input === undefined || input === null) return undefined;
  return pipelineStateSchema.safeParse(JSON.parse(input)).data;
}
