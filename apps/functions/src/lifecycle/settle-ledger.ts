import {
  objectKeysOf,
  settlementOf,
  type Settlement,
} from '@plot-palette/checkpoint';
import {
  jobScope,
  type InfrastructurePrice,
  type Job,
  type Ledger,
  type NanoUsd,
} from '@plot-palette/domain';
import {
  uploadRequests,
  type CostStore,
  type LedgerStore,
} from '@plot-palette/stores';
import type { ShardManifests } from './shard-manifests';

export interface SettleDependencies {
  readonly ledger: Pick<LedgerStore, 'get' | 'close' | 'finish'>;
  readonly costs: Pick<CostStore, 'put'>;
}

/** Objects that an export writes besides the dataset files: rejected records, card and manifest. */
const EXPORT_EXTRA_PUTS = 3;

/**
 * Closes every grant that is still open, with what its manifest accounts to the holder and the rest written off, and then
 * the closing reserve with what the end of the job took. May be repeated.
 * @returns the ledger as it is then; undefined when the job has none any more.
 */
export async function settleLedger(
  job: Job,
  manifests: ShardManifests,
  price: InfrastructurePrice,
  { ledger, costs }: SettleDependencies,
): Promise<Ledger | undefined> {
  const scope = jobScope(job.jobId);
  const before = await ledger.get(scope);
  if (before === undefined) return undefined;
  for (const holder of Object.keys(before.grants))
    await ledger.close(scope, holder, {
      ...settlementBy(holder, manifests),
      rest: 'WRITE_OFF',
    });
  const drained = await ledger.get(scope);
  if (drained !== undefined && drained.closing > 0) {
    // Below zero, a worker's end came out of the reserve; above, an end that took longer than reserved comes out of it.
    const left = Math.max(0, drained.closing + drained.available);
    const closing = closingCostOf(job, manifests, price, left);
    await costs.put([
      {
        jobId: job.jobId,
        // The moment when the export began stays the same if this is repeated.
        entry: `${job.updatedAt}#0#${job.attempt}-0#closing`,
        timestamp: job.updatedAt,
        shard: 0,
        kind: 'closing',
        ...closing,
      },
    ]);
    await ledger.finish(scope, { closingSettled: closing.costNanoUsd });
  }
  return ledger.get(scope);
}

/** A holder is `{shard}-{fence}`. */
function settlementBy(holder: string, manifests: ShardManifests): Settlement {
  const [shard, fence] = holder.split('-').map(Number);
  const manifest = manifests.get(shard ?? -1);
  return manifest === undefined || fence === undefined
    ? { settled: 0, writtenOff: 0 }
    : settlementOf(manifest, fence);
}

/** One export task since the job began to export, its files, and the objects that it read; never more than the budget has `left`. */
function closingCostOf(
  { status, updatedAt, formats, exports }: Job,
  manifests: ShardManifests,
  price: InfrastructurePrice,
  left: NanoUsd,
): { seconds: number; operations: number; costNanoUsd: NanoUsd } {
  if (status !== 'EXPORTING')
    return { seconds: 0, operations: 0, costNanoUsd: 0 };
  const elapsedMs = Math.max(0, Date.now() - Date.parse(updatedAt));
  const seconds = Math.ceil(elapsedMs / 1_000);
  const written = exports.reduce(
    (sum, { bytes }) => sum + uploadRequests(bytes),
    0,
  );
  const puts = Math.max(formats.length, written) + EXPORT_EXTRA_PUTS;
  const gets = [...manifests.values()].reduce(
    (sum, { batches }) => sum + 1 + batches.flatMap(objectKeysOf).length,
    0,
  );
  const cost =
    seconds * price.workerNanoUsdPerSecond +
    puts * price.putNanoUsd +
    gets * price.getNanoUsd;
  return {
    seconds,
    operations: puts + gets,
    costNanoUsd: Math.min(left, cost),
  };
}
