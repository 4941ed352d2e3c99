import {
  addUsageByModel,
  countIndexes,
  spentOn,
  totalUsage,
  type Manifest,
  type NanoUsd,
  type ShardTotals,
  type UsageByModel,
} from '@plot-palette/domain';

type Accounts = Pick<Manifest, 'batches' | 'holders' | 'resentRecords'>;

/** What the batches and holders add up to: the absolute numbers that are copied to the shard's row. */
export function totalsOf(manifest: Accounts): ShardTotals {
  const usage = usageOf(manifest);
  const model = totalUsage(usage);
  const sum = (numbers: readonly number[]) =>
    numbers.reduce((total, number) => total + number, 0);
  const { batches, holders } = manifest;
  return {
    accepted: sum(batches.map(({ accepted }) => countIndexes(accepted))),
    rejected: sum(batches.map(({ rejected }) => countIndexes(rejected))),
    attempts: sum(batches.map(({ attempts }) => attempts)),
    calls: model.calls,
    inputTokens:
      model.inputTokens + model.cacheReadTokens + model.cacheWriteTokens,
    outputTokens: model.outputTokens,
    modelNanoUsd: spentOn(model),
    infrastructureNanoUsd: sum(
      holders.map(
        ({ workerNanoUsd, storageNanoUsd }) => workerNanoUsd + storageNanoUsd,
      ),
    ),
    resentRecords: manifest.resentRecords,
    resentNanoUsd: sum(batches.map(({ resentNanoUsd }) => resentNanoUsd)),
    repairedAnswers: model.repairedAnswers,
    reaskedAnswers: model.reaskedAnswers,
    usage,
  };
}

export interface Settlement {
  readonly settled: NanoUsd;
  readonly writtenOff: NanoUsd;
}

/** What the manifest accounts to one owner of the shard: its grant closes with these. */
export function settlementOf(
  { batches, holders }: Pick<Manifest, 'batches' | 'holders'>,
  fence: number,
): Settlement {
  const own = {
    batches: batches.filter((batch) => batch.fence === fence),
    holders: holders.filter((holder) => holder.fence === fence),
  };
  const model = totalUsage(usageOf(own));
  const running = own.holders.reduce(
    (total, { workerNanoUsd, storageNanoUsd }) =>
      total + workerNanoUsd + storageNanoUsd,
    0,
  );
  return {
    settled: model.costNanoUsd + running,
    writtenOff: model.writtenOffNanoUsd,
  };
}

function usageOf({
  batches,
  holders,
}: Pick<Manifest, 'batches' | 'holders'>): UsageByModel {
  return [
    ...batches.map(({ usage }) => usage),
    ...holders.map(({ abandoned }) => abandoned),
  ].reduce(addUsageByModel, {});
}
