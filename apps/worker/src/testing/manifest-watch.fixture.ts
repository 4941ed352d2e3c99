import { decodeBatch, doneRanges } from '@plot-palette/checkpoint';
import {
  countIndexes,
  includesIndex,
  subtractRanges,
  type Manifest,
} from '@plot-palette/domain';
import type { MemoryBucket } from './memory-bucket.fixture';

/** Sees every checkpoint that is written, and that no manifest takes back what the one before it said. */
export class ManifestWatch {
  /** Accepted records in batch objects, whether a manifest names them or not. */
  saved = 0;
  /** What those records cost that the manifest before them said had been sent before. */
  resentNanoUsd = 0;
  private readonly last = new Map<number, Manifest>();

  constructor(
    bucket: MemoryBucket,
    private readonly violations: Set<string>,
  ) {
    const put = bucket.put.bind(bucket);
    bucket.put = async (...given) => {
      const written = await put(...given);
      const [key, body] = given;
      if (key.includes('/batches/')) this.seeBatch(key, String(body));
      if (key.includes('/checkpoints/'))
        this.see(JSON.parse(String(body)) as Manifest);
      return written;
    };
  }

  /** The last one of a shard. */
  of(shard: number): Manifest | undefined {
    return this.last.get(shard);
  }

  private seeBatch(key: string, body: string): void {
    const [, shard] = /batches\/(\d+)\//.exec(key) ?? [];
    const resent = this.last.get(Number(shard))?.resent ?? [];
    for (const { status, index, costNanoUsd } of decodeBatch(body) ?? []) {
      if (status === 'accepted') this.saved += 1;
      if (includesIndex(resent, index)) this.resentNanoUsd += costNanoUsd;
    }
  }

  private see(next: Manifest): void {
    const before = this.last.get(next.shard);
    this.last.set(next.shard, next);
    if (before === undefined) return;
    if (next.fence < before.fence)
      this.violations.add(
        `fence ${next.fence} wrote over the manifest of fence ${before.fence}`,
      );
    const lost = subtractRanges(
      doneRanges(before.batches),
      doneRanges(next.batches),
    );
    if (countIndexes(lost) > 0)
      this.violations.add(`a manifest lost ${JSON.stringify(lost)}`);
  }
}
