import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { ApiConfig } from '../config';

/** Starts the functions that act on jobs and runs, without waiting for them. */
export abstract class LifecycleFunctions {
  abstract dispatch(jobId: string): Promise<void>;
  abstract deleteJob(jobId: string): Promise<void>;
  abstract generateRun(runId: string): Promise<void>;
}

export class LambdaLifecycleFunctions extends LifecycleFunctions {
  private readonly client = new LambdaClient();

  constructor(private readonly names: ApiConfig['functions']) {
    super();
  }

  dispatch(jobId: string): Promise<void> {
    return this.invoke(this.names.dispatch, { jobId });
  }

  deleteJob(jobId: string): Promise<void> {
    return this.invoke(this.names.deleteJob, { jobId });
  }

  generateRun(runId: string): Promise<void> {
    return this.invoke(this.names.run, { runId });
  }

  private async invoke(name: string, payload: object): Promise<void> {
    await this.client.send(
      new InvokeCommand({
        FunctionName: name,
        InvocationType: 'Event',
        Payload: JSON.stringify(payload),
      }),
    );
  }
}
