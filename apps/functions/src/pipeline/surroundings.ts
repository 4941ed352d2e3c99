import { SFN } from '@aws-sdk/client-sfn';
import { createModelClient } from '@plot-palette/inference';
import {
  connect,
  createStores,
  createStudioStores,
  PipelineExecutions,
  type Connections,
  type StudioStores,
} from '@plot-palette/stores';
import { pino, type Logger } from 'pino';
import {
  answerQuestion,
  type AnswerDependencies,
  type Question,
} from '../studio/runs/answer-question';
import type { ChatDependencies } from './chat';
import type { PipelineConfig } from './config';
import { PipelineMetrics } from './metrics';
import { PipelineFiles } from './pipeline-files';
import { PipelineRecorder } from './pipeline-recorder';

/** Lambda ends a function after 15 minutes; a project's own time-out comes before. */
const LONGEST_CALL_MS = 14.5 * 60_000;

/** Everything that the pipeline's functions reach beyond their process. */
export function surroundingsOf(config: PipelineConfig) {
  const connections = connect(config.stores.bucket);
  const studio = createStudioStores(config.studioTables, connections);
  const { pipelineLogs: logs, runs } = studio;
  const metrics = new PipelineMetrics(config.pipelineName, (line) => {
    process.stdout.write(`${line}\n`);
  });
  const logger = pino({ level: config.logLevel });
  let chat: ChatDependencies['ask'] | undefined;
  return {
    logger,
    logs,
    files: new PipelineFiles(connections.objects),
    recorder: new PipelineRecorder(logs, runs, metrics),
    /** @throws Error in a function that was not given a budget. */
    ask: (question: Question) => {
      chat ??= chatOf(config, connections, studio, logger);
      return chat(question);
    },
    /** @throws Error in a function that was not given the state machine. */
    executions: () =>
      new PipelineExecutions(
        new SFN({}),
        given('STATE_MACHINE_ARN', config.stateMachineArn),
      ),
  };
}

/** The studio's own engine on the studio's own stores; nobody is told of a run here, so nobody watches it. */
function chatOf(
  { stores, region, monthlyCapNanoUsd }: PipelineConfig,
  connections: Connections,
  studio: StudioStores,
  logger: Logger,
): ChatDependencies['ask'] {
  const dependencies: AnswerDependencies = {
    ...studio,
    ledger: createStores(stores, connections).ledger,
    cards: studio.cardReader,
    models: createModelClient({
      concurrency: 1,
      callTimeoutMs: LONGEST_CALL_MS,
    }),
    watchers: { push: async () => undefined },
    monthlyCapNanoUsd: given('MONTHLY_STUDIO_BUDGET_USD', monthlyCapNanoUsd),
    region,
    logger,
  };
  return (question) => answerQuestion(question, dependencies);
}

function given<Value>(name: string, value: Value | undefined): Value {
  if (value === undefined)
    throw new Error(`The environment is not complete: ${name}`);
  return value;
}
