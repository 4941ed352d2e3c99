import { Readable } from 'node:stream';
import { readManifest, readRecords } from '@plot-palette/checkpoint';
import { normaliseSeed } from '@plot-palette/datasets';
import {
  EMPTY_TOTALS,
  Fenced,
  jobScope,
  openLedger,
  shardRanges,
  storageKeys,
  type AcceptedRecord,
  type CostRow,
  type InfrastructurePrice,
  type Job,
  type JobSnapshot,
  type PartitionBy,
  type RejectedRecord,
  type ResolvedModel,
  type ShardRow,
  type TemplateStep,
} from '@plot-palette/domain';
import type { Clock } from '../clock';
import type { ShardSettings } from '../generate/shard-context';
import { ShardWorker } from '../generate/shard-worker';
import type { WorkerStores } from '../ports';
import { FakeModel } from './fake-model.fixture';
import { fastClock } from './fast-clock.fixture';
import { Lifeline } from './lifeline.fixture';
import { MemoryBucket } from './memory-bucket.fixture';
import { MemoryLedger } from './memory-ledger.fixture';

const JOB_ID = '7f1f3f6c-0b0e-4a53-9a35-8c8a2f6f6a10';
const NOW = '2026-01-01T00:00:00.000Z';
export const FREE: InfrastructurePrice = {
  workerNanoUsdPerSecond: 0,
  putNanoUsd: 0,
  getNanoUsd: 0,
};

export interface WorldOptions {
  readonly records?: number;
  readonly rows?: number;
  readonly shards?: number;
  readonly maxConcurrency?: number;
  readonly maxAttemptsPerRecord?: number;
  readonly budgetNanoUsd?: number;
  readonly closingNanoUsd?: number;
  readonly infrastructurePrice?: InfrastructurePrice;
  readonly steps?: readonly (Partial<TemplateStep> &
    Pick<TemplateStep, 'id' | 'prompt'>)[];
  readonly settings?: Partial<ShardSettings>;
  readonly speed?: number;
  readonly partitionBy?: PartitionBy;
  readonly categoryPath?: string;
  /** In place of one that runs `speed` times as fast. */
  readonly clock?: Clock;
}

export const MODEL: ResolvedModel = {
  alias: 'tester',
  modelId: 'us.test.tester-v1:0',
  price: {
    inputNanoUsdPerMillion: 1_000_000_000,
    outputNanoUsdPerMillion: 2_000_000_000,
  },
  capabilities: {
    samplingParameters: [],
    temperatureExcludesTopP: false,
    systemPrompt: true,
    structuredOutput: false,
    promptCaching: false,
    maxOutputTokens: 4_000,
    contextTokens: 100_000,
  },
};

/** Everything around workers: the stores, the model and one job. */
export class World {
  readonly bucket = new MemoryBucket();
  readonly clock: Clock;
  readonly model: FakeModel;
  readonly ledger: MemoryLedger;
  readonly rows = new Map<number, ShardRow>();
  readonly costs = new Map<string, CostRow>();
  readonly snapshot: JobSnapshot;
  job: Pick<
    Job,
    'status' | 'attempt' | 'cancelRequested' | 'retriesRejectedSince'
  > = {
    status: 'RUNNING',
    attempt: 1,
    cancelRequested: false,
  };
  /** The first moment at which the models had billed more than the limit. */
  overspent: string | undefined;

  private constructor(private readonly options: WorldOptions) {
    this.clock = options.clock ?? fastClock(options.speed ?? 200);
    this.snapshot = snapshotOf(options);
    const { budgetNanoUsd, closingNanoUsd } = this.snapshot;
    this.ledger = new MemoryLedger(
      openLedger(jobScope(JOB_ID), budgetNanoUsd, closingNanoUsd),
    );
    this.model = new FakeModel(this.clock, MODEL.price);
    this.model.onBill = () => this.checkBill();
    for (const range of this.snapshot.shards)
      this.rows.set(range.shard, pendingRow(range));
  }

  static async create(options: WorldOptions = {}): Promise<World> {
    const world = new World(options);
    const { seed } = world.snapshot;
    const lines = Array.from(
      { length: seed.rows },
      (_, row) =>
        `${JSON.stringify({ name: `row ${String(row).padStart(5, '0')}` })}\n`,
    );
    const content = Readable.from([Buffer.from(lines.join(''))]);
    const { index } = await normaliseSeed(
      { content, format: 'jsonl', fileName: 'seed.jsonl' },
      (stream) => world.bucket.upload(seed.rowsKey, stream),
    );
    await world.bucket.put(seed.indexKey, index);
    await world.bucket.put(
      storageKeys.jobConfig(JOB_ID),
      JSON.stringify(world.snapshot),
    );
    return world;
  }

  worker(lifeline = new Lifeline(), shard = 0, attempt = 1): ShardWorker {
    const stores = this.stores();
    return new ShardWorker({
      settings: {
        jobId: JOB_ID,
        shard,
        attempt,
        checkpointInterval: 50,
        checkpointMs: 5_000,
        heartbeatMs: 2_000,
        shutdownGraceMs: 100_000,
        callTimeoutMs: 120_000,
        ...this.options.settings,
      },
      stores: {
        jobs: lifeline.through(stores.jobs, 'jobs'),
        ledger: lifeline.through(stores.ledger, 'ledger'),
        shards: lifeline.through(stores.shards, 'shards'),
        costs: lifeline.through(stores.costs, 'costs'),
        objects: lifeline.through(stores.objects, 'objects'),
      },
      createModels: () => lifeline.through(this.model, 'model'),
      clock: {
        now: () => this.clock.now(),
        sleep: async (milliseconds, signal) => {
          await this.clock.sleep(milliseconds, signal);
          if (lifeline.isCut) await new Promise(() => undefined);
        },
      },
      log: { debug() {}, info() {}, warn() {}, error() {} },
      random: () => 0,
      startedMs: this.clock.now(),
    });
  }

  row(shard = 0): ShardRow {
    const row = this.rows.get(shard);
    if (row === undefined) throw new Error(`no shard ${shard}`);
    return row;
  }

  async accepted(): Promise<AcceptedRecord[]> {
    return this.read('accepted') as Promise<AcceptedRecord[]>;
  }

  async rejected(): Promise<RejectedRecord[]> {
    return this.read('rejected') as Promise<RejectedRecord[]>;
  }

  get billedByRows(): number {
    return [...this.costs.values()].reduce(
      (sum, { costNanoUsd }) => sum + costNanoUsd,
      0,
    );
  }

  private async read(status: 'accepted' | 'rejected') {
    const records = [];
    for (const { shard } of this.snapshot.shards) {
      const stored = await readManifest(this.bucket, JOB_ID, shard);
      if (stored === undefined) continue;
      for await (const record of readRecords(
        this.bucket,
        stored.manifest,
        status,
      ))
        records.push(record);
    }
    return records;
  }

  private checkBill(): void {
    const { limit } = this.ledger.row;
    if (this.model.billedNanoUsd > limit)
      this.overspent ??= `${this.model.billedNanoUsd} of ${limit}`;
  }

  private stores(): WorkerStores {
    return {
      objects: this.bucket,
      ledger: this.ledger,
      jobs: { get: async () => ({ ...this.job }) as Job },
      costs: {
        put: async (rows) => {
          // As DynamoDB's BatchWriteItem does.
          if (new Set(rows.map(({ entry }) => entry)).size < rows.length)
            throw new Error('Provided list of item keys contains duplicates');
          for (const row of rows) this.costs.set(row.entry, row);
        },
      },
      shards: {
        get: async (_job, shard) => this.rows.get(shard),
        takeOver: async (_job, shard, minimum) => {
          const row = {
            ...this.row(shard),
            fence: Math.max(this.row(shard).fence, minimum) + 1,
            outcome: 'RUNNING' as const,
            reason: '',
          };
          this.rows.set(shard, row);
          return { ...row };
        },
        update: async (_job, shard, fence, changes) => {
          if (this.row(shard).fence !== fence)
            throw new Fenced(`fence ${fence}`);
          this.rows.set(shard, { ...this.row(shard), ...changes });
        },
      },
    };
  }
}

function pendingRow(range: {
  shard: number;
  from: number;
  to: number;
}): ShardRow {
  return {
    jobId: JOB_ID,
    ...range,
    outcome: 'PENDING',
    reason: '',
    fence: 0,
    version: 0,
    totals: EMPTY_TOTALS,
    inFlight: 0,
    bindingLimit: 'NONE',
    heartbeatAt: NOW,
    updatedAt: NOW,
  };
}

export function snapshotOf(options: WorldOptions): JobSnapshot {
  const { records = 20, rows = 10, shards = 1 } = options;
  const steps = (
    options.steps ?? [{ id: 'answer', prompt: 'Write about {{ name }}.' }]
  ).map((step) => ({ model: MODEL.alias, maxTokens: 20, ...step }));
  return {
    schemaVersion: 1,
    jobId: JOB_ID,
    userId: 'ada',
    createdAt: NOW,
    request: {
      name: 'test',
      templateId: JOB_ID,
      templateVersion: 1,
      seedId: JOB_ID,
      records,
      budgetUsd: 1,
      formats: ['JSONL', 'CSV'],
      priority: 5,
      maxConcurrency: options.maxConcurrency ?? 4,
      maxAttemptsPerRecord: options.maxAttemptsPerRecord ?? 3,
      shards,
      jobSeed: 7,
      ...(options.partitionBy && { partitionBy: options.partitionBy }),
      ...(options.categoryPath && { categoryPath: options.categoryPath }),
    },
    template: {
      name: 'test',
      description: '',
      category: '',
      dialect: 'jinja',
      steps,
      isPublic: false,
      templateId: JOB_ID,
      version: 1,
      userId: 'ada',
      requiredPaths: ['name'],
      createdAt: NOW,
      updatedAt: NOW,
    },
    fragments: {},
    models: Object.fromEntries(steps.map(({ id }) => [id, MODEL])),
    seed: {
      seedId: JOB_ID,
      name: 'seed',
      rows,
      rowsKey: 'seed/rows.jsonl',
      indexKey: 'seed/rows.index',
    },
    budgetNanoUsd: options.budgetNanoUsd ?? 1_000_000_000,
    closingNanoUsd: options.closingNanoUsd ?? 0,
    infrastructurePrice: options.infrastructurePrice ?? FREE,
    shards: shardRanges(records, shards),
  };
}
