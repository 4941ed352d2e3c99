import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFN,
} from '@aws-sdk/client-sfn';
import type { ExecutionState } from '@plot-palette/domain';
import type { Slot } from '@plot-palette/stores';

/** What names an execution. The time tells a job from one of the same id that was deleted before: names stay taken for 90 days. */
export type Attempt = Pick<Slot, 'jobId' | 'attempt' | 'startedAt'>;

/** The executions of the lifecycle, one an attempt: its name makes a second start harmless. */
export class Executions {
  constructor(
    private readonly client: SFN,
    private readonly stateMachineArn: string,
  ) {}

  async state(attempt: Attempt): Promise<ExecutionState> {
    try {
      const { status } = await this.client.describeExecution({
        executionArn: this.arn(attempt),
      });
      return status === 'RUNNING' || status === 'PENDING_REDRIVE'
        ? 'RUNNING'
        : 'CLOSED';
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return 'ABSENT';
      throw error;
    }
  }

  /** Starts it, unless it was started before. */
  async start(attempt: Attempt): Promise<void> {
    try {
      await this.client.startExecution({
        stateMachineArn: this.stateMachineArn,
        name: nameOf(attempt),
        input: JSON.stringify({
          jobId: attempt.jobId,
          attempt: attempt.attempt,
        }),
      });
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  }

  async stop(attempt: Attempt, cause: string): Promise<void> {
    try {
      await this.client.stopExecution({
        executionArn: this.arn(attempt),
        cause,
      });
    } catch (error) {
      if (!(error instanceof ExecutionDoesNotExist)) throw error;
    }
  }

  private arn(attempt: Attempt): string {
    const machine = this.stateMachineArn.replace(
      ':stateMachine:',
      ':execution:',
    );
    return `${machine}:${nameOf(attempt)}`;
  }
}

function nameOf({ jobId, attempt, startedAt }: Attempt): string {
  return `${jobId}-${Date.parse(startedAt).toString(36)}-${attempt}`;
}
