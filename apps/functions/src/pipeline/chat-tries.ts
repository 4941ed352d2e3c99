import type { NanoUsd } from '@plot-palette/domain';
import type { RunStore } from '@plot-palette/stores';
import { v5 as uuidFromName } from 'uuid';

/** Namespace of the runs that answer the pipeline's messages. */
const NAMESPACE = '3c1b8f8e-1a5e-4f3f-9a3a-6d2f6f0d7c11';
/** The first try and those that the state machine repeats. */
export const CHAT_TRIES = 4;

/** @param retryCount tries before this one */
export function tryRunId(pipelineId: string, retryCount: number): string {
  return uuidFromName(`${pipelineId}#${retryCount}`, NAMESPACE);
}

/** What all tries of an execution cost, the failed ones too; nothing for one that is still being generated. */
export async function costOfTries(
  pipelineId: string,
  runs: Pick<RunStore, 'get'>,
): Promise<NanoUsd> {
  const tries = Array.from({ length: CHAT_TRIES }, (_, retryCount) =>
    runs.get(tryRunId(pipelineId, retryCount)),
  );
  const costs = (await Promise.all(tries)).map((run) => run?.costNanoUsd ?? 0);
  return costs.reduce((sum, cost) => sum + cost, 0);
}
