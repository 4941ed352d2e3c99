import {
  looseBatches,
  settlementOf,
  surveyShard,
  ShardCheckpoint,
  readManifest,
  type ShardSurvey,
} from '@plot-palette/checkpoint';
import {
  jobScope,
  type Ledger,
  type Manifest,
  type ShardRow,
} from '@plot-palette/domain';
import { timestampOf, type Clock } from '../clock';
import type { Log } from '../log';
import type { WorkerStores } from '../ports';
import { batchCostRows, holderCostRows } from './cost-rows';

export interface TakeOverContext {
  readonly stores: Pick<
    WorkerStores,
    'ledger' | 'shards' | 'objects' | 'costs'
  >;
  readonly clock: Clock;
  readonly log: Log;
  readonly jobId: string;
  readonly shard: number;
}

export interface OwnedShard {
  readonly row: ShardRow;
  readonly survey: ShardSurvey;
  readonly checkpoint: ShardCheckpoint;
}

/**
 * Becomes the owner of the shard: first the fence, so that the old owner can write no row; then its grant is closed, so that
 * it can take no money; then what it finished is adopted; then the manifest carries the new fence, so that it can write
 * no manifest. No model has been called until then.
 */
export async function takeOver(context: TakeOverContext): Promise<OwnedShard> {
  const { stores, clock, jobId, shard } = context;
  const found = await readManifest(stores.objects, jobId, shard);
  const row = await stores.shards.takeOver(
    jobId,
    shard,
    found?.manifest.fence ?? 0,
  );
  const identity = { jobId, shard, fence: row.fence };
  const survey = await surveyShard(
    stores.objects,
    identity,
    {
      from: row.from,
      sentBelow: row.frontier ?? 0,
      ...(row.retry && { retriedFence: row.retry.fence }),
    },
    timestampOf(clock),
  );
  await closeDeadGrants(context, row.fence, survey);
  const checkpoint = await ShardCheckpoint.open(
    stores.objects,
    identity,
    survey,
    timestampOf(clock),
    (milliseconds) => clock.sleep(milliseconds),
  );
  await billTheDead(context, checkpoint.manifest);
  const { version, totals } = checkpoint.manifest;
  await stores.shards.update(jobId, shard, row.fence, {
    version,
    totals,
    frontier: 0,
    inFlight: 0,
  });
  context.log.info(
    {
      jobId,
      shard,
      fence: row.fence,
      adoptedBatches: survey.adopted.length,
      totals,
    },
    'worker.shard.taken-over',
  );
  return { row, survey, checkpoint };
}

/**
 * The dead owner's last checkpoints may lack their bill, and what was adopted has none. Taken from the manifest, where the
 * old owner may have named more since the survey. What is in segments was billed before.
 */
async function billTheDead(
  { stores, jobId, shard }: TakeOverContext,
  { batches, holders }: Manifest,
): Promise<void> {
  const place = { jobId, shard };
  await stores.costs.put([
    ...looseBatches(batches).flatMap((batch) => batchCostRows(place, batch)),
    ...holders.flatMap((holder) => holderCostRows(place, holder)),
  ]);
}

/** What the manifest accounts to a dead owner is settled; the rest of its grant may have been billed: it is written off. */
async function closeDeadGrants(
  { stores, log, jobId, shard }: TakeOverContext,
  fence: number,
  { contents }: ShardSurvey,
): Promise<void> {
  const scope = jobScope(jobId);
  const ledger = await stores.ledger.get(scope);
  for (const [holder, dead] of olderHolders(ledger, shard, fence)) {
    const settlement = settlementOf(contents, dead);
    const grantedNanoUsd = ledger?.grants[holder] ?? 0;
    await stores.ledger.close(scope, holder, {
      ...settlement,
      rest: 'WRITE_OFF',
    });
    log.warn(
      {
        jobId,
        shard,
        holder,
        grantedNanoUsd,
        settledNanoUsd: settlement.settled,
      },
      'worker.grant.written-off',
    );
  }
}

function olderHolders(
  ledger: Ledger | undefined,
  shard: number,
  fence: number,
): [string, number][] {
  return Object.keys(ledger?.grants ?? {}).flatMap((holder) => {
    const [ofShard, ofFence] = holder.split('-').map(Number);
    return ofShard === shard && ofFence !== undefined && ofFence < fence
      ? [[holder, ofFence] as [string, number]]
      : [];
  });
}
