import { storageKeys } from '@plot-palette/domain';

export interface BatchName {
  readonly fence: number;
  readonly seq: number;
}

/** Reads fence and sequence back from a batch's key; undefined for any other object. */
export function parseBatchKey(
  jobId: string,
  shard: number,
  key: string,
): BatchName | undefined {
  const [, fence, seq] = /(\d{8,})-(\d{8,})\.jsonl$/.exec(key) ?? [];
  const name = { fence: Number(fence), seq: Number(seq) };
  return key === storageKeys.batch(jobId, shard, name.fence, name.seq)
    ? name
    : undefined;
}

/** The order in which batches count: by fence, then by sequence. */
export function compareBatches(a: BatchName, b: BatchName): number {
  return a.fence - b.fence || a.seq - b.seq;
}
