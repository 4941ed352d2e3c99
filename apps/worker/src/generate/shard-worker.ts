import { settlementOf } from '@plot-palette/checkpoint';
import { Fenced, isTerminal, type Job } from '@plot-palette/domain';
import { CountedObjects } from '../budget/counted-objects';
import { ChangeSignal } from '../change-signal';
import { takeOver, type OwnedShard } from '../checkpoint/take-over';
import { unfinishedIndexes } from '../checkpoint/unfinished-indexes';
import { timestampOf } from '../clock';
import { readSnapshot } from '../read-snapshot';
import { conclusionOf, isFinalFailure } from './conclusion';
import type { ShardContext } from './shard-context';
import { ShardRun } from './shard-run';
import { StopSwitch, type Stop } from './stop-switch';

/** One worker's life: takes its shard over, makes the records that are missing, and leaves everything in order. */
export class ShardWorker {
  private readonly changed = new ChangeSignal();
  private readonly stop = new StopSwitch(this.changed);
  private readonly objects: CountedObjects;

  constructor(private readonly context: ShardContext) {
    this.objects = new CountedObjects(context.stores.objects);
  }

  /** The machine is about to be taken away (SIGTERM). */
  interrupt(): void {
    this.stop.request('INTERRUPTED', 'The machine was taken away.');
  }

  /** @returns the exit code: 0 unless something happened that nobody expected. */
  async run(): Promise<number> {
    const { settings, stores, log } = this.context;
    const { jobId, shard, attempt } = settings;
    const job = await stores.jobs.get(jobId);
    if (
      job === undefined ||
      job.attempt !== attempt ||
      isTerminal(job.status)
    ) {
      log.info(
        { jobId, shard, attempt, status: job?.status },
        'worker.shard.not-mine',
      );
      return 0;
    }
    const owned = await this.takeOver();
    if (owned === undefined) return 0;
    try {
      return await this.generate(owned, job);
    } catch (error) {
      return this.fail(owned, error);
    }
  }

  private async takeOver(): Promise<OwnedShard | undefined> {
    const { settings, stores, clock, log } = this.context;
    const { jobId, shard } = settings;
    try {
      return await takeOver({
        stores: { ...stores, objects: this.objects },
        clock,
        log,
        jobId,
        shard,
      });
    } catch (error) {
      if (!(error instanceof Fenced)) throw error;
      log.warn({ jobId, shard, err: error }, 'worker.shard.fenced');
      return undefined;
    }
  }

  private async generate(owned: OwnedShard, job: Job): Promise<number> {
    if (job.cancelRequested)
      this.stop.request('CANCELLED', 'Cancelled on request.');
    const snapshot = await readSnapshot(
      this.objects,
      this.context.settings.jobId,
    );
    const models = this.context.createModels({
      concurrency: snapshot.request.maxConcurrency,
      callTimeoutMs: this.context.settings.callTimeoutMs,
    });
    try {
      const run = await ShardRun.prepare(this.context, {
        owned,
        snapshot,
        models,
        objects: this.objects,
        stop: this.stop,
        changed: this.changed,
      });
      const error = await run.work();
      return await this.conclude(owned, run, error);
    } finally {
      models.close();
    }
  }

  /** A grant for it, last checkpoint, the grant's end, the outcome: each only says what the one before has made true. */
  private async conclude(
    owned: OwnedShard,
    { purse, saver }: ShardRun,
    error: unknown,
  ): Promise<number> {
    const { settings, stores, clock, log } = this.context;
    const { jobId, shard } = settings;
    const { fence } = owned.row;
    if (this.stop.stop?.kind === 'FENCED') return this.leave(this.stop.stop);
    try {
      await purse.coverEnd();
      const manifest = await saver.finish();
      await purse.close(settlementOf(manifest, fence));
      const unfinished = unfinishedIndexes(owned.row, manifest);
      const { outcome, reason, exitCode } = conclusionOf(
        this.stop.stop,
        error,
        unfinished.length > 0,
      );
      const { version, totals } = manifest;
      await stores.shards.update(jobId, shard, fence, {
        outcome,
        reason,
        version,
        totals,
        inFlight: 0,
        bindingLimit: 'NONE',
        frontier: 0,
        heartbeatAt: timestampOf(clock),
      });
      log.info(
        { jobId, shard, fence, outcome, reason, totals, err: error },
        'worker.shard.ended',
      );
      return exitCode;
    } catch (failure) {
      if (failure instanceof Fenced)
        return this.leave({ kind: 'FENCED', reason: failure.message });
      throw failure;
    }
  }

  private leave(stop: Stop): number {
    const { jobId, shard } = this.context.settings;
    this.context.log.warn(
      { jobId, shard, reason: stop.reason },
      'worker.shard.fenced',
    );
    return 0;
  }

  /** What cannot be otherwise the next time ends the shard; anything else is left for another run. */
  private async fail({ row }: OwnedShard, error: unknown): Promise<number> {
    const { settings, stores, log } = this.context;
    const { jobId, shard } = settings;
    if (error instanceof Fenced)
      return this.leave({ kind: 'FENCED', reason: error.message });
    log.error({ jobId, shard, err: error }, 'worker.shard.failed');
    if (!isFinalFailure(error)) return 1;
    await stores.shards.update(jobId, shard, row.fence, {
      outcome: 'FAILED',
      reason: error.message,
    });
    return 0;
  }
}
