import {
  isPipelineSuccess,
  pipelineStageSchema,
  type PipelineExecution,
  type PipelineStage,
} from '@plot-palette/domain';

export type StageState = 'waiting' | 'running' | 'done' | 'failed' | 'skipped';

export interface StageRow {
  readonly stage: PipelineStage;
  readonly label: string;
  readonly state: StageState;
  readonly milliseconds: number | undefined;
}

const LABELS: Record<PipelineStage, string> = {
  AnalyzeInput: 'Analyse the message',
  CallExistingChatbot: 'Ask the model',
  EnhanceResponse: 'Enhance the answer',
  LogResults: 'Write the log',
};

/** Where an execution is, stage by stage. */
export function stageRows(execution: PipelineExecution): StageRow[] {
  return pipelineStageSchema.options.map((stage) => ({
    stage,
    label: LABELS[stage],
    state: stateOf(stage, execution),
    milliseconds: execution.stageTimes[stage],
  }));
}

function stateOf(
  stage: PipelineStage,
  execution: PipelineExecution,
): StageState {
  const { status, stageTimes, error } = execution;
  if (status === 'RUNNING') {
    if (execution.stage === stage) return 'running';
    return stageTimes[stage] === undefined ? 'waiting' : 'done';
  }
  if (error?.component === stage) return 'failed';
  // The log's own time is not known when it is written.
  const isLogged = stage === 'LogResults' && isPipelineSuccess(status);
  return stageTimes[stage] !== undefined || isLogged ? 'done' : 'skipped';
}
