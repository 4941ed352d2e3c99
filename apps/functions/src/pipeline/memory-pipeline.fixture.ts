import { createHash, randomUUID } from 'node:crypto';
import {
  pipelineStateSchema,
  storageKeys,
  type AnswerMessage,
  type PipelineInput,
  type PipelineLog,
  type PipelineState,
  type Run,
} from '@plot-palette/domain';
import { PipelineMetrics } from './metrics';
import { PipelineFiles } from './pipeline-files';
import { PipelineRecorder } from './pipeline-recorder';
import { stageEventSchema, type StageEvent } from './stage-event';

/** What the pipeline's functions share: objects, runs, rows and the lines of metrics. */
export class MemoryPipeline {
  readonly objects = new Map<string, string>();
  readonly rows = new Map<string, PipelineLog>();
  readonly runCosts = new Map<string, number>();
  readonly metricLines: Record<string, unknown>[] = [];

  readonly files = new PipelineFiles({
    get: async (key) => {
      const text = this.objects.get(key);
      return text === undefined
        ? undefined
        : { body: Buffer.from(text), etag: '' };
    },
    put: async (key, body) => {
      this.objects.set(key, body.toString());
      return { etag: '' };
    },
  });
  readonly logs = {
    get: async (pipelineId: string): Promise<PipelineLog | undefined> =>
      this.rows.get(pipelineId),
    putFinal: async (row: PipelineLog): Promise<boolean> => {
      if (this.rows.has(row.pipeline_id)) return false;
      this.rows.set(row.pipeline_id, row);
      return true;
    },
  };
  private readonly runs = {
    get: async (runId: string): Promise<Run | undefined> => {
      const costNanoUsd = this.runCosts.get(runId);
      return costNanoUsd === undefined
        ? undefined
        : ({ costNanoUsd } as unknown as Run);
    },
  };
  readonly recorder = new PipelineRecorder(
    this.logs,
    this.runs,
    new PipelineMetrics('test', (line) =>
      this.metricLines.push(JSON.parse(line)),
    ),
  );

  /** A message as the API leaves it: its input in the bucket, its state in the execution. */
  send(message = 'Why is the sky blue?'): PipelineState {
    const pipeline_id = `p-${createHash('md5').update(randomUUID()).digest('hex')}`;
    const input: PipelineInput = {
      pipeline_id,
      userId: 'ada',
      projectId: randomUUID(),
      requestHash: '',
      message,
      receivedAt: new Date().toISOString(),
    };
    const key = storageKeys.pipelineInput(pipeline_id);
    this.objects.set(key, JSON.stringify(input));
    return pipelineStateSchema.parse({ pipeline_id, userId: 'ada' });
  }
}

/** What the state machine passes to a stage; it has begun just now, unless told otherwise. */
export function stageEvent(
  state: PipelineState,
  times: Partial<Omit<StageEvent, 'state'>> = {},
): StageEvent {
  const now = new Date().toISOString();
  return stageEventSchema.parse({
    execution: state.pipeline_id,
    state,
    startedAt: state.startedAt ?? now,
    enteredAt: now,
    retryCount: 0,
    ...times,
  });
}

export function anAnswer(
  overrides: Partial<AnswerMessage> = {},
): AnswerMessage {
  return {
    role: 'assistant',
    messageId: randomUUID(),
    sessionId: randomUUID(),
    parentId: randomUUID(),
    createdAt: new Date().toISOString(),
    runId: randomUUID(),
    status: 'COMPLETED',
    model: 'llama-3.1-8b',
    text: 'Because of Rayleigh scattering.',
    promptCardsUsed: [],
    usage: {
      inputTokens: 7,
      outputTokens: 5,
      cacheReadTokens: 2,
      cacheWriteTokens: 1,
      estimated: false,
    },
    costNanoUsd: 40,
    stopReason: 'end_turn',
    ...overrides,
  };
}
