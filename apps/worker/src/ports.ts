import type { Stores } from '@plot-palette/stores';

/** What a worker uses of the stores. */
export interface WorkerStores {
  readonly jobs: Pick<Stores['jobs'], 'get'>;
  readonly ledger: Pick<Stores['ledger'], 'get' | 'open' | 'take' | 'close'>;
  readonly shards: Pick<Stores['shards'], 'takeOver' | 'update' | 'get'>;
  readonly costs: Pick<Stores['costs'], 'put'>;
  readonly objects: Pick<
    Stores['objects'],
    'get' | 'put' | 'stream' | 'list' | 'upload'
  >;
}
