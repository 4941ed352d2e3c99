import {
  addUsageByModel,
  includesIndex,
  rangesOf,
  type BatchEntry,
  type DatasetRecord,
  type IndexRanges,
  type UsageByModel,
} from '@plot-palette/domain';

/** The manifest's line about a batch of these records, of which those in `resent` had been sent before. */
export function describeBatch(
  place: Pick<BatchEntry, 'key' | 'fence' | 'seq' | 'writtenAt' | 'bytes'>,
  records: readonly DatasetRecord[],
  resent: IndexRanges = [],
): BatchEntry {
  const indexesWith = (status: DatasetRecord['status']) =>
    rangesOf(
      records
        .filter((record) => record.status === status)
        .map(({ index }) => index),
    );
  return {
    ...place,
    accepted: indexesWith('accepted'),
    rejected: indexesWith('rejected'),
    attempts: records.reduce((sum, { attempts }) => sum + attempts, 0),
    usage: records.reduce<UsageByModel>(
      (sum, { usage = {} }) => addUsageByModel(sum, usage),
      {},
    ),
    resentNanoUsd: records.reduce(
      (sum, { index, costNanoUsd }) =>
        includesIndex(resent, index) ? sum + costNanoUsd : sum,
      0,
    ),
  };
}
