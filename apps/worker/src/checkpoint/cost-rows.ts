import type {
  BatchEntry,
  CostRow,
  HolderSpend,
  ModelUsage,
} from '@plot-palette/domain';

interface Place {
  readonly jobId: string;
  readonly shard: number;
}

/** The bill of one batch: a line a model. Its time is the manifest entry's, so that writing it again changes nothing. */
export function batchCostRows(
  { jobId, shard }: Place,
  { fence, seq, writtenAt, usage }: BatchEntry,
): CostRow[] {
  return Object.entries(usage).map(([model, spent]) => ({
    jobId,
    shard,
    entry: `${writtenAt}#${shard}#${fence}-${seq}#model-${model}`,
    timestamp: writtenAt,
    ...modelLine(model, spent),
  }));
}

/** The bill of one owner's running, and of the calls it gave up; grows until the owner is gone, always in the same rows. */
export function holderCostRows(
  { jobId, shard }: Place,
  holder: HolderSpend,
): CostRow[] {
  const { fence, startedAt, abandoned } = holder;
  const row = (kind: string) => ({
    jobId,
    shard,
    entry: `${startedAt}#${shard}#${fence}-run#${kind}`,
    timestamp: startedAt,
  });
  return [
    {
      ...row('worker'),
      kind: 'worker',
      seconds: holder.seconds,
      costNanoUsd: holder.workerNanoUsd,
    },
    {
      ...row('storage'),
      kind: 'storage',
      operations: holder.operations,
      costNanoUsd: holder.storageNanoUsd,
    },
    ...Object.entries(abandoned).map(([model, spent]) => ({
      ...row(`model-${model}`),
      ...modelLine(model, spent),
    })),
  ];
}

/** Lost replies are not on the bill: the ledger shows them as written off. */
function modelLine(model: string, spent: ModelUsage) {
  return {
    kind: 'model' as const,
    model,
    inputTokens:
      spent.inputTokens + spent.cacheReadTokens + spent.cacheWriteTokens,
    outputTokens: spent.outputTokens,
    ...(spent.cacheReadTokens > 0 && {
      cacheReadTokens: spent.cacheReadTokens,
    }),
    ...(spent.cacheWriteTokens > 0 && {
      cacheWriteTokens: spent.cacheWriteTokens,
    }),
    costNanoUsd: spent.costNanoUsd,
  };
}
