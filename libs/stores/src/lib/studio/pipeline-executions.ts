import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type HistoryEvent,
  type SFN,
} from '@aws-sdk/client-sfn';
import {
  pipelineStageSchema,
  pipelineStateSchema,
  type PipelineStage,
  type PipelineState,
} from '@plot-palette/domain';

export interface PipelineProgress {
  /** The stage that was begun last. */
  readonly stage: PipelineStage;
  /** What the stages before it found out, and what went wrong in it. */
  readonly state: PipelineState;
}

/** The state that a failed stage leads to; its input has the error. */
const LOG_FAILURE = 'LogFailure';
/** Enough for the tries of a stage: each leaves three events. */
const LATEST_EVENTS = 100;

/** The executions of the pipeline's state machine; their names are pipeline ids. */
export class PipelineExecutions {
  constructor(
    private readonly client: SFN,
    private readonly stateMachineArn: string,
  ) {}

  /** Starts it, unless it was started before. */
  async start(
    state: Pick<PipelineState, 'pipeline_id' | 'userId'>,
  ): Promise<void> {
    try {
      await this.client.startExecution({
        stateMachineArn: this.stateMachineArn,
        name: state.pipeline_id,
        input: JSON.stringify(state),
      });
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  }

  /** How far it is, or was when it ended; undefined before its first stage and for one that does not exist. */
  async progress(pipelineId: string): Promise<PipelineProgress | undefined> {
    const entered = (await this.latestEvents(pipelineId)).flatMap(enteredState);
    const failed = entered.find(({ name }) => name === LOG_FAILURE)?.state;
    for (const { name, state } of entered) {
      const stage = pipelineStageSchema.safeParse(name);
      if (stage.success) return { stage: stage.data, state: failed ?? state };
    }
    return undefined;
  }

  private async latestEvents(pipelineId: string): Promise<HistoryEvent[]> {
    try {
      const { events = [] } = await this.client.getExecutionHistory({
        executionArn: this.arn(pipelineId),
        reverseOrder: true,
        maxResults: LATEST_EVENTS,
      });
      return events;
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return [];
      throw error;
    }
  }

  private arn(pipelineId: string): string {
    const machine = this.stateMachineArn.replace(
      ':stateMachine:',
      ':execution:',
    );
    return `${machine}:${pipelineId}`;
  }
}

function enteredState({ stateEnteredEventDetails: entered }: HistoryEvent) {
  if (entered?.input === undefined) return [];
  const state = pipelineStateSchema.safeParse(JSON.parse(entered.input));
  return state.success ? [{ name: entered.name, state: state.data }] : [];
}
