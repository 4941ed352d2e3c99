import {
  objectKeysOf,
  readManifest,
  readRecords,
} from '@plot-palette/checkpoint';
import {
  callCost,
  jobScope,
  type JobSnapshot,
  type Ledger,
  type ShardRow,
} from '@plot-palette/domain';
import type { Lane } from './lane';

/** All that is known of a job when its workers are gone. */
export interface Account {
  readonly rows: readonly ShardRow[];
  readonly ledger: Ledger;
  /** Records of the batches that the manifests show, as often as they are there. */
  readonly records: readonly {
    readonly index: number;
    readonly prompt: string;
  }[];
  /** Why records were rejected: nothing in these jobs should be. */
  readonly rejections: readonly string[];
  /** Of the batches that the manifests show. */
  readonly batchKeys: readonly string[];
  /** By the model server's meter, and the workers' own running and storage. */
  readonly billNanoUsd: number;
  readonly costRowsNanoUsd: number;
  readonly calls: number;
}

export async function accountOf(
  lane: Lane,
  { jobId, shards }: JobSnapshot,
  before: Awaited<ReturnType<Lane['billed']>>,
): Promise<Account> {
  const { stores, model } = lane;
  const rows = await stores.shards.list(jobId);
  const ledger = await stores.ledger.get(jobScope(jobId));
  if (ledger === undefined) throw new Error(`Job ${jobId} has no ledger.`);
  const records = [];
  const rejections: string[] = [];
  const batchKeys: string[] = [];
  for (const { shard } of shards) {
    const stored = await readManifest(stores.objects, jobId, shard);
    const manifest = stored?.manifest ?? { batches: [] };
    batchKeys.push(...manifest.batches.flatMap(objectKeysOf));
    for (const status of ['accepted', 'rejected'] as const)
      for await (const record of readRecords(stores.objects, manifest, status))
        if (record.status === 'accepted')
          records.push({
            index: record.index,
            prompt: Object.values(record.prompts).join('\n'),
          });
        else rejections.push(`${record.index}: ${record.reason}`);
  }
  const after = await lane.billed();
  const modelNanoUsd = callCost(
    {
      inputTokens: after.inputTokens - before.inputTokens,
      outputTokens: after.outputTokens - before.outputTokens,
    },
    model.price,
  );
  const running = rows.map(({ totals }) => totals.infrastructureNanoUsd);
  return {
    rows,
    ledger,
    records,
    rejections,
    batchKeys,
    billNanoUsd: modelNanoUsd + sum(running),
    costRowsNanoUsd: await costRowsOf(lane, jobId),
    calls: after.calls - before.calls,
  };
}

async function costRowsOf({ stores }: Lane, jobId: string): Promise<number> {
  let total = 0;
  let cursor: string | undefined;
  do {
    const page = await stores.costs.listByJob(jobId, {
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    total += sum(page.items.map(({ costNanoUsd }) => costNanoUsd));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return total;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
