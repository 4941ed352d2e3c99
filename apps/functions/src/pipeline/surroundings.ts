import { SFN } from '@aws-sdk/client-sfn';
import {
  createModelClient,
  DEFAULT_CALL_TIMEOUT_MS,
} from '@plot-palette/inference';
import {
  connect,
  createStudioStores,
  PipelineExecutions,
} from '@plot-palette/stores';
import { pino } from 'pino';
import type { PipelineConfig } from './config';
import { DirectChatEngine } from './direct-chat-engine';
import { PipelineMetrics } from './metrics';
import { PipelineFiles } from './pipeline-files';
import { PipelineRecorder } from './pipeline-recorder';

/** Everything that the pipeline's functions reach beyond their process. */
export function surroundingsOf(config: PipelineConfig) {
  const { stateMachineArn, pipelineName } = config;
  const connections = connect(config.stores.bucket);
  const { pipelineLogs } = createStudioStores(config.studioTables, connections);
  const metrics = new PipelineMetrics(pipelineName, (line) => {
    process.stdout.write(`${line}\n`);
  });
  const client = createModelClient({
    concurrency: 1,
    callTimeoutMs: DEFAULT_CALL_TIMEOUT_MS,
  });
  return {
    logger: pino({ level: config.logLevel }),
    logs: pipelineLogs,
    files: new PipelineFiles(connections.objects),
    recorder: new PipelineRecorder(pipelineLogs, metrics),
    engine: new DirectChatEngine(client, config.region),
    /** @throws Error in a function that was not given the state machine. */
    executions: (): PipelineExecutions => {
      if (stateMachineArn === undefined)
        throw new Error('The environment is not complete: STATE_MACHINE_ARN');
      return new PipelineExecutions(new SFN({}), stateMachineArn);
    },
  };
}
