import type { StoresConfig } from './config';
import { connect, type Connections } from './connections';
import { CostStore } from './cost-store';
import { JobStore } from './job-store';
import { LedgerStore } from './ledger-store';
import type { ObjectStore } from './object-store';
import { QueueStore } from './queue-store';
import { SeedStore } from './seed-store';
import { ShardStore } from './shard-store';
import { TemplateStore } from './template-store';

export interface Stores {
  readonly jobs: JobStore;
  readonly queue: QueueStore;
  readonly ledger: LedgerStore;
  readonly templates: TemplateStore;
  readonly seeds: SeedStore;
  readonly shards: ShardStore;
  readonly costs: CostStore;
  readonly objects: ObjectStore;
  /** Closes the connections; the stores are of no use afterwards. */
  close(): void;
}

export function createStores(
  { bucket, tables }: StoresConfig,
  { database, objects, close }: Connections = connect(bucket),
): Stores {
  return {
    jobs: new JobStore(database, tables),
    queue: new QueueStore(database, tables.queue),
    ledger: new LedgerStore(database, tables.ledger),
    templates: new TemplateStore(database, tables.templates),
    seeds: new SeedStore(database, tables.seedData),
    shards: new ShardStore(database, tables.checkpointMetadata),
    costs: new CostStore(database, tables.costTracking),
    objects,
    close,
  };
}
