import { randomUUID } from 'node:crypto';
import type { PipelineExecution } from '@plot-palette/domain';
import { until } from '../harness/api';
import type { DeployedPipeline } from './deployed-pipeline';
import type { PipelineClient } from './pipeline-client';
import {
  FAULT_NAMES,
  faultyMessage,
  PIPELINE_FAULTS,
  type FaultName,
} from './pipeline-fault';
import type { StageProxies } from './stage-proxies';

export const AT_ONCE = 8;
/** One in so many goes wrong. */
const FAULTY_EVERY = 10;
const REACHES_CHAT_MS = 120_000;

export interface MixedExecution {
  readonly fault: FaultName | undefined;
  readonly execution: PipelineExecution;
}

export interface Surroundings {
  readonly client: PipelineClient;
  readonly pipeline: DeployedPipeline;
  readonly proxies: StageProxies;
}

/** Sends so many messages, a few at once, each twice under one key; a tenth of them is brought to each fault in turn. */
export async function sendMixed(
  count: number,
  surroundings: Surroundings,
): Promise<MixedExecution[]> {
  const ended: MixedExecution[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) ended.push(await sendOne(next++, surroundings));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return ended;
}

async function sendOne(
  index: number,
  surroundings: Surroundings,
): Promise<MixedExecution> {
  const fault = faultOf(index);
  const { client } = surroundings;
  const text = `What is ${index} + ${index}? Þökk sé þér 🙂`;
  const message = fault === undefined ? text : faultyMessage(text, fault);
  const key = randomUUID();
  const { pipeline_id } = await client.send({ message }, { key });
  const again = await client.send({ message }, { key });
  if (again.pipeline_id !== pipeline_id)
    throw new Error(`${key} started two executions`);
  if (fault !== undefined && PIPELINE_FAULTS[fault].trouble === 'HELD')
    await abortInChat(pipeline_id, surroundings);
  return { fault, execution: await client.end(pipeline_id) };
}

function faultOf(index: number): FaultName | undefined {
  return index % FAULTY_EVERY === 0
    ? FAULT_NAMES[(index / FAULTY_EVERY) % FAULT_NAMES.length]
    : undefined;
}

async function abortInChat(
  pipelineId: string,
  { client, pipeline, proxies }: Surroundings,
): Promise<void> {
  await until(
    () => client.get(pipelineId),
    ({ stage }) => stage === 'CallExistingChatbot',
    REACHES_CHAT_MS,
  );
  await pipeline.abort(pipelineId);
  proxies.release(pipelineId);
}
