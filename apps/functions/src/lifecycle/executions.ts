import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFN,
} from '@aws-sdk/client-sfn';
import type { ExecutionState } from '@plot-palette/domain';

/** The executions of the lifecycle, one an attempt: its name makes a second start harmless. */
export class Executions {
  constructor(
    private readonly client: SFN,
    private readonly stateMachineArn: string,
  ) {}

  async state(jobId: string, attempt: number): Promise<ExecutionState> {
    try {
      const { status } = await this.client.describeExecution({
        executionArn: this.arn(jobId, attempt),
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
  async start(jobId: string, attempt: number): Promise<void> {
    try {
      await this.client.startExecution({
        stateMachineArn: this.stateMachineArn,
        name: nameOf(jobId, attempt),
        input: JSON.stringify({ jobId, attempt }),
      });
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  }

  async stop(jobId: string, attempt: number, cause: string): Promise<void> {
    try {
      await this.client.stopExecution({
        executionArn: this.arn(jobId, attempt),
        cause,
      });
    } catch (error) {
      if (!(error instanceof ExecutionDoesNotExist)) throw error;
    }
  }

  private arn(jobId: string, attempt: number): string {
    const machine = this.stateMachineArn.replace(
      ':stateMachine:',
      ':execution:',
    );
    return `${machine}:${nameOf(jobId, attempt)}`;
  }
}

function nameOf(jobId: string, attempt: number): string {
  return `${jobId}-${attempt}`;
}
