import type {
  CostRow,
  Ledger,
  Page,
  PageQuery,
  ShardRow,
} from '@plot-palette/domain';
import type { Stores } from '@plot-palette/stores';
import { MemoryJobs } from './memory-jobs.fixture';
import { MemoryObjects } from './memory-objects.fixture';
import { pageOf } from './memory-pages.fixture';
import { MemorySeeds } from './memory-seeds.fixture';
import { MemoryTemplates } from './memory-templates.fixture';

/** The stores of one test, in memory; what the API only reads is filled by the test itself. */
export class MemoryStores {
  readonly jobs = new MemoryJobs();
  readonly templates = new MemoryTemplates();
  readonly seeds = new MemorySeeds();
  readonly objects = new MemoryObjects();
  readonly shardRows: ShardRow[] = [];
  readonly costRows: CostRow[] = [];

  readonly ledger = {
    get: async (scope: string): Promise<Ledger | undefined> =>
      this.jobs.ledgers.get(scope),
  };
  readonly shards = {
    list: async (jobId: string): Promise<ShardRow[]> =>
      this.shardRows.filter((row) => row.jobId === jobId),
  };
  readonly costs = {
    listByJob: async (jobId: string, page: PageQuery): Promise<Page<CostRow>> =>
      pageOf(
        this.costRows.filter((row) => row.jobId === jobId),
        page,
      ),
  };

  /** Store classes have private members, so no fake is assignable to them. */
  asStores(): Stores {
    return { ...this, queue: {}, close: () => undefined } as unknown as Stores;
  }
}
