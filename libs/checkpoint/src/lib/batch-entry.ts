import {
  addUsageByModel,
  rangesOf,
  type BatchEntry,
  type DatasetRecord,
  type UsageByModel,
} from '@plot-palette/domain';

/** The manifest's line about a batch of these records. */
export function describeBatch(
  place: Pick<BatchEntry, 'key' | 'fence' | 'seq' | 'writtenAt' | 'bytes'>,
  records: readonly DatasetRecord[],
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
  };
}
