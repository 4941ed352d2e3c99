import { Lambda } from '@aws-sdk/client-lambda';
import { SFN } from '@aws-sdk/client-sfn';
import type { Outputs } from '../harness/outputs';
import { PIPELINE_STATES, type PipelineStateName } from './pipeline-fault';
import type { StageProxies } from './stage-proxies';

interface Definition {
  TimeoutSeconds: number;
  States: Record<PipelineStateName, { Parameters: { FunctionName: string } }>;
}

/** The pipeline as it is deployed, as its operator sees it. */
export class DeployedPipeline {
  private constructor(
    private readonly lambda: Lambda,
    private readonly sfn: SFN,
    private readonly stateMachineArn: string,
    private readonly definition: Definition,
  ) {}

  static async find(outputs: Outputs): Promise<DeployedPipeline> {
    const { accessKeyId, secretAccessKey, awsEndpointUrl, region } = outputs;
    const config = {
      endpoint: awsEndpointUrl,
      region,
      credentials: { accessKeyId, secretAccessKey },
    };
    const sfn = new SFN(config);
    const { stateMachines = [] } = await sfn.listStateMachines();
    for (const { stateMachineArn = '' } of stateMachines) {
      const { definition = '{}' } = await sfn.describeStateMachine({
        stateMachineArn,
      });
      const parsed = JSON.parse(definition) as Definition;
      if (PIPELINE_STATES.every((state) => state in parsed.States))
        return new DeployedPipeline(
          new Lambda(config),
          sfn,
          stateMachineArn,
          parsed,
        );
    }
    throw new Error('The pipeline is not deployed.');
  }

  /** Lets the functions reach tables and bucket through the proxies only, until the returned function is called. */
  async leadThrough(proxies: StageProxies): Promise<() => Promise<void>> {
    const restores = await Promise.all(
      PIPELINE_STATES.map((state) => {
        const url = proxies.url(state);
        return this.configure(state, {
          AWS_ENDPOINT_URL_S3: url,
          AWS_ENDPOINT_URL_DYNAMODB: url,
        });
      }),
    );
    return async () => {
      await Promise.all(restores.map((restore) => restore()));
    };
  }

  private async configure(
    state: PipelineStateName,
    extra: Readonly<Record<string, string>>,
  ): Promise<() => Promise<unknown>> {
    const { FunctionName } = this.definition.States[state].Parameters;
    const { Environment } = await this.lambda.getFunctionConfiguration({
      FunctionName,
    });
    const set = (Variables: Record<string, string>) =>
      this.lambda.updateFunctionConfiguration({
        FunctionName,
        Environment: { Variables },
      });
    const before = Environment?.Variables ?? {};
    await set({ ...before, ...extra });
    return () => set(before);
  }

  /** Executions that start from now on may take so long, until the returned function is called. */
  async limitTo(seconds: number): Promise<() => Promise<unknown>> {
    const set = (definition: Definition) =>
      this.sfn.updateStateMachine({
        stateMachineArn: this.stateMachineArn,
        definition: JSON.stringify(definition),
      });
    await set({ ...this.definition, TimeoutSeconds: seconds });
    return () => set(this.definition);
  }

  /** Starts an execution with any input, as nobody but an operator can. */
  async start(name: string, input: unknown): Promise<void> {
    await this.sfn.startExecution({
      stateMachineArn: this.stateMachineArn,
      name,
      input: JSON.stringify(input),
    });
  }

  async abort(pipelineId: string): Promise<void> {
    const machine = this.stateMachineArn.replace(
      ':stateMachine:',
      ':execution:',
    );
    await this.sfn.stopExecution({ executionArn: `${machine}:${pipelineId}` });
  }
}
