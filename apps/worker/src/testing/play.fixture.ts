import { settlementOf } from '@plot-palette/checkpoint';
import {
  closingCost,
  firstRun,
  nextRun,
  retryOf,
  type NanoUsd,
} from '@plot-palette/domain';
import type { ShardWorker } from '../generate/shard-worker';
import { draws } from './draws.fixture';
import { Life } from './life.fixture';
import type { Passage } from './lifeline.fixture';
import { ManifestWatch } from './manifest-watch.fixture';
import type { Fate, Fault, Schedule } from './schedule.fixture';
import { jobOf } from './scheduled-job.fixture';
import { VirtualClock } from './virtual-clock.fixture';
import { WeatheredModel } from './weather.fixture';
import { World } from './world.fixture';

/** Fargate kills so long after SIGTERM. */
const STOP_TIMEOUT_MS = 120_000;
const RESTART_MS = 1_000;

/** How a job goes on after its end. */
export interface Resume {
  /** Nothing goes wrong any more. */
  readonly isCalm?: boolean;
  readonly retryRejected?: boolean;
  readonly raiseNanoUsd?: NanoUsd;
}

/** A job that goes as its schedule says: workers are started again as the lifecycle does it. */
export class Play {
  /** What must never have happened. */
  readonly violations = new Set<string>();
  readonly lives: Life[] = [];
  readonly manifests: ManifestWatch;
  readonly model: WeatheredModel;
  cancelledMs: number | undefined;
  faultsMet = 0;
  /** When the model was last called. */
  lastCallMs = 0;
  private requests = 0;
  private readonly draw: () => number;
  private readonly zombies: Promise<unknown>[] = [];

  private constructor(
    readonly schedule: Schedule,
    readonly clock: VirtualClock,
    readonly world: World,
  ) {
    this.draw = draws(schedule.latencySeed);
    this.model = new WeatheredModel(schedule, world.model, this.draw);
    this.manifests = new ManifestWatch(world.bucket, this.violations);
    world.model.onBill = () => {
      this.checkSpent();
      this.checkUnsaved();
    };
  }

  static async create(schedule: Schedule): Promise<Play> {
    const clock = new VirtualClock();
    const world = await World.create({ ...jobOf(schedule), clock });
    return new Play(schedule, clock, world);
  }

  /** The job's first attempt, until all its workers are gone. */
  async run(): Promise<void> {
    const { cancelAtMs } = this.schedule;
    let isOver = false;
    if (cancelAtMs !== undefined)
      void this.clock.sleep(cancelAtMs).then(() => {
        if (!isOver) this.cancel();
      });
    await this.attempt();
    isOver = true;
  }

  /** Another attempt after the job's end, as the function that prepares it begins it. */
  async resume({
    isCalm = true,
    retryRejected = false,
    raiseNanoUsd = 0,
  }: Resume = {}): Promise<void> {
    const { world } = this;
    const attempt = world.job.attempt + 1;
    this.model.isCalm = isCalm;
    this.cancelledMs = undefined;
    world.ledger.raise(raiseNanoUsd);
    world.job = {
      ...world.job,
      attempt,
      cancelRequested: false,
      ...(retryRejected && { retriesRejectedSince: attempt }),
    };
    for (const [shard, row] of world.rows) {
      const retry = retryOf(world.job, row);
      if (row.outcome !== 'DONE' || retry !== undefined)
        world.rows.set(shard, {
          ...row,
          outcome: 'PENDING',
          reason: '',
          ...(retry && { retry }),
        });
    }
    await this.attempt();
  }

  /** What has really been spent by now: by the model, by all workers' time, and by their requests. */
  get spent(): NanoUsd {
    const { workerNanoUsdPerSecond, putNanoUsd, getNanoUsd } =
      this.world.snapshot.infrastructurePrice;
    return this.lives.reduce((sum, { startedMs, endedMs, puts, gets }) => {
      const seconds = ((endedMs ?? this.clock.now()) - startedMs) / 1_000;
      return (
        sum +
        seconds * workerNanoUsdPerSecond +
        puts * putNanoUsd +
        gets * getNanoUsd
      );
    }, this.world.model.billedNanoUsd);
  }

  private async attempt(): Promise<void> {
    const { world, clock } = this;
    const open = [...world.rows.values()].filter(
      ({ outcome }) => outcome !== 'DONE',
    );
    await clock.run(Promise.all(open.map(({ shard }) => this.drive(shard))));
    await this.closeGrants();
    await clock.run(Promise.all(this.zombies));
  }

  private async drive(shard: number): Promise<void> {
    const { world, clock } = this;
    const { snapshot, job } = world;
    let run = firstRun(snapshot.jobId, job.attempt, world.row(shard));
    while (!run.done) {
      await this.live(shard, this.fateOf(shard, run.runs));
      await clock.sleep(RESTART_MS);
      run = nextRun(run, world.row(shard));
    }
  }

  private fateOf(shard: number, run: number): Fate | undefined {
    return this.model.isCalm
      ? undefined
      : this.schedule.fates.find(
          (fated) => fated.shard === shard && fated.life === run,
        )?.fate;
  }

  /** Until the lifecycle believes that the worker has ended. */
  private async live(shard: number, fate: Fate | undefined): Promise<void> {
    const life = new Life(
      shard,
      {
        clock: this.clock,
        storageMs: () => this.draw() * this.schedule.storageMs,
        nextFault: () => this.nextFault(),
        onRequest: (passage) => this.check(life, passage),
      },
      fate?.kind === 'KILL' ? fate.atBoundary : Infinity,
    );
    this.lives.push(life);
    const worker = this.world.worker(life, shard, this.world.job.attempt);
    const ended = life.until(worker.run());
    if (fate?.kind === 'SIGTERM')
      void this.terminate(life, worker, fate.afterMs);
    if (fate?.kind !== 'ZOMBIE') return ended;
    this.zombies.push(ended);
    await Promise.race([ended, this.clock.sleep(fate.afterMs)]);
    life.wasReplaced = life.end === undefined;
  }

  private async terminate(
    life: Life,
    worker: ShardWorker,
    afterMs: number,
  ): Promise<void> {
    await this.clock.sleep(afterMs);
    if (life.end !== undefined) return;
    life.toldToStopMs = this.clock.now();
    worker.interrupt();
    await this.clock.sleep(STOP_TIMEOUT_MS);
    if (life.end === undefined) life.kill();
  }

  private cancel(): void {
    this.cancelledMs = this.clock.now();
    this.world.job = { ...this.world.job, cancelRequested: true };
  }

  /** As the function that finishes the job does it. */
  private async closeGrants(): Promise<void> {
    const { ledger } = this.world;
    for (const holder of Object.keys(ledger.row.grants)) {
      const [shard = 0, fence = 0] = holder.split('-').map(Number);
      const manifest = this.manifests.of(shard);
      await ledger.close('', holder, {
        ...settlementOf(manifest ?? { batches: [], holders: [] }, fence),
        rest: 'WRITE_OFF',
      });
    }
  }

  private nextFault(): Fault | undefined {
    if (this.model.isCalm) return undefined;
    this.requests += 1;
    const fault = this.schedule.faults.find(
      ({ request }) => request === this.requests,
    );
    if (fault !== undefined) this.faultsMet += 1;
    return fault?.kind;
  }

  private check({ shard, fence }: Life, { store }: Passage): void {
    this.checkSpent();
    if (store !== 'model') return;
    this.lastCallMs = this.clock.now();
    const written = this.manifests.of(shard)?.fence ?? 0;
    if (fence === undefined || written < fence)
      this.violations.add(
        `fence ${fence} called the model when the manifest had ${written}`,
      );
  }

  /** A worker has no more unsaved than what was in flight and two intervals. */
  private checkUnsaved(): void {
    const { maxConcurrency, checkpointInterval } = this.schedule;
    const unsaved = this.model.completions - this.manifests.saved;
    if (unsaved > this.lives.length * (maxConcurrency + 2 * checkpointInterval))
      this.violations.add(`${unsaved} records were unsaved`);
  }

  /**
   * The first attempt leaves the export its share. A resumed one without money has its workers' starts to pay, and only
   * that share to pay them from.
   */
  private checkSpent(): void {
    const { spent, world } = this;
    const { infrastructurePrice } = world.snapshot;
    const exportNanoUsd = closingCost(0, infrastructurePrice);
    const isFirst = world.job.attempt === 1;
    const limit = world.ledger.row.limit - (isFirst ? exportNanoUsd : 0);
    if (spent > limit) this.violations.add(`more than ${limit} was spent`);
  }
}
