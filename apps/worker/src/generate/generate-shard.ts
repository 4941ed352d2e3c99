import { doneRanges, settlementOf } from '@plot-palette/checkpoint';
import {
  AppError,
  Fenced,
  gapsOf,
  isTerminal,
  type Job,
  type JobSnapshot,
  type ShardOutcome,
} from '@plot-palette/domain';
import { openSeedRows } from '@plot-palette/datasets';
import { Pacer, type ModelClient } from '@plot-palette/inference';
import { CallBounds } from '../budget/call-bounds';
import { CountedObjects } from '../budget/counted-objects';
import { Purse } from '../budget/purse';
import {
  runningSpend,
  totalOf,
  type RunningSpend,
} from '../budget/running-meter';
import { ChangeSignal } from '../change-signal';
import { Saver } from '../checkpoint/saver';
import { takeOver, type OwnedShard } from '../checkpoint/take-over';
import { timestampOf, type Clock } from '../clock';
import type { Log } from '../log';
import type { WorkerStores } from '../ports';
import { readSnapshot } from '../read-snapshot';
import { planGeneration } from './generation-plan';
import { Heartbeat } from './heartbeat';
import { ShardGeneration } from './shard-generation';
import { StopSwitch, type Stop } from './stop-switch';

export interface ShardSettings {
  readonly jobId: string;
  readonly shard: number;
  readonly attempt: number;
  readonly checkpointInterval: number;
  readonly checkpointMs: number;
  readonly heartbeatMs: number;
  readonly shutdownGraceMs: number;
  readonly callTimeoutMs: number;
}

export interface ShardContext {
  readonly settings: ShardSettings;
  readonly stores: WorkerStores;
  readonly createModels: (options: {
    concurrency: number;
    callTimeoutMs: number;
  }) => ModelClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** When the process began to cost money, in milliseconds since the epoch. */
  readonly startedMs: number;
}

/** A user who cancels wants it now: calls get this long to end by themselves. */
const CANCEL_GRACE_MS = 5_000;

/** Everything that is there once the shard is ours. */
interface Run {
  readonly owned: OwnedShard;
  readonly purse: Purse;
  readonly saver: Saver;
  readonly generation: ShardGeneration;
  readonly running: () => RunningSpend;
}

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
      const run = await this.prepare(owned, snapshot, models);
      const error = await this.work(run);
      return await this.conclude(run, error);
    } finally {
      models.close();
    }
  }

  private async prepare(
    owned: OwnedShard,
    snapshot: JobSnapshot,
    models: ModelClient,
  ): Promise<Run> {
    const { settings, stores, clock, log, random } = this.context;
    const { jobId, shard } = settings;
    const { from, to, fence } = owned.row;
    const plan = planGeneration(snapshot);
    const rows = await openSeedRows({
      objects: this.objects,
      ...snapshot.seed,
    });
    const running = () => this.runningSpend(snapshot);
    const bounds = new CallBounds();
    const purse = new Purse({
      ledger: stores.ledger,
      clock,
      jobId,
      shard,
      fence,
      shards: snapshot.shards.length,
      price: snapshot.infrastructurePrice,
    });
    const { maxConcurrency } = snapshot.request;
    const pacers = new Map(
      plan.steps.map(({ model }) => [model.modelId, new Pacer(maxConcurrency)]),
    );
    const saver: Saver = new Saver({
      stores,
      clock,
      jobId,
      shard,
      fence,
      running,
      checkpoint: owned.checkpoint,
      startedAt: timestampOf(clock),
      interval: settings.checkpointInterval,
      frontier: () => (generation.inFlight > 0 ? generation.frontier : 0),
      onFailure: (error) => this.stopOn(error),
      changed: this.changed,
    });
    const generation: ShardGeneration = new ShardGeneration({
      plan,
      maxConcurrency,
      purse,
      bounds,
      saver,
      pacers,
      // Not the survey's: the old owner may have written once more before the manifest was ours.
      gaps: gapsOf(doneRanges(owned.checkpoint.manifest.batches), from, to),
      readRow: (row) => rows.row(row),
      changed: this.changed,
      tools: {
        models,
        bounds,
        clock,
        log,
        random,
        stop: this.stop,
        pacerOf: (modelId) => pacerFor(pacers, modelId),
      },
    });
    return { owned, purse, saver, generation, running };
  }

  /** Runs until all is made or the worker is told to stop. @returns an error that nobody expected. */
  private async work(run: Run): Promise<unknown> {
    const { generation, purse, saver, running } = run;
    const { clock, settings, log } = this.context;
    const { jobId, shard } = settings;
    const { fence } = run.owned.row;
    const paid = await purse.open(() =>
      this.context.stores.shards.update(jobId, shard, fence, {
        heartbeatAt: timestampOf(clock),
      }),
    );
    if (generation.isDone) return undefined;
    if (!paid) {
      this.stop.request(
        'OUT_OF_BUDGET',
        'The budget cannot pay for a minute of running.',
      );
      return undefined;
    }
    const done = new AbortController();
    this.whenStopped(purse, done.signal);
    const heartbeat = new Heartbeat({
      stores: this.context.stores,
      clock,
      log,
      stop: this.stop,
      jobId,
      shard,
      fence,
      intervalMs: settings.heartbeatMs,
      progress: () => ({
        inFlight: generation.inFlight,
        bindingLimit: generation.bindingLimit,
        frontier: generation.inFlight > 0 ? generation.frontier : 0,
      }),
      keepRunning: () => purse.keepRunning(totalOf(running())),
    });
    const beating = heartbeat.run(done.signal);
    const saving = this.saveRegularly(saver, done.signal);
    try {
      await generation.run();
      return undefined;
    } catch (error) {
      this.stopOn(error);
      return error instanceof Fenced ? undefined : error;
    } finally {
      done.abort();
      await Promise.all([beating, saving]);
    }
  }

  /** Records begun get their time to end; then their calls are aborted. */
  private whenStopped(purse: Purse, done: AbortSignal): void {
    const { clock, settings } = this.context;
    const stopped = async (): Promise<void> => {
      purse.stopAdmitting();
      const graceMs =
        this.stop.stop?.kind === 'CANCELLED'
          ? Math.min(CANCEL_GRACE_MS, settings.shutdownGraceMs)
          : settings.shutdownGraceMs;
      if (!this.stop.abortSignal.aborted)
        await clock.sleep(
          graceMs,
          AbortSignal.any([done, this.stop.abortSignal]),
        );
      if (done.aborted) return;
      this.stop.abortCalls();
      purse.shut();
    };
    if (this.stop.stopSignal.aborted) void stopped();
    else
      this.stop.stopSignal.addEventListener('abort', () => void stopped(), {
        once: true,
      });
  }

  private async saveRegularly(saver: Saver, done: AbortSignal): Promise<void> {
    while (!done.aborted) {
      await this.context.clock.sleep(this.context.settings.checkpointMs, done);
      saver.save();
    }
  }

  /** Last checkpoint, then the grant, then the outcome: each only says what the one before has made true. */
  private async conclude(
    { owned, purse, saver }: Run,
    error: unknown,
  ): Promise<number> {
    const { settings, stores, clock, log } = this.context;
    const { jobId, shard } = settings;
    const { fence } = owned.row;
    if (this.stop.stop?.kind === 'FENCED') return this.leave(this.stop.stop);
    try {
      const manifest = await saver.finish();
      const uncoveredNanoUsd = await purse.close(settlementOf(manifest, fence));
      if (uncoveredNanoUsd > 0)
        log.warn({ jobId, shard, uncoveredNanoUsd }, 'worker.grant.uncovered');
      const unfinished = gapsOf(
        doneRanges(manifest.batches),
        owned.row.from,
        owned.row.to,
      );
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
    log.error({ jobId, shard, err: error }, 'worker.shard.failed');
    if (error instanceof Fenced) return 0;
    if (!isFinalFailure(error)) return 1;
    await stores.shards.update(jobId, shard, row.fence, {
      outcome: 'FAILED',
      reason: error.message,
    });
    return 0;
  }

  private stopOn(error: unknown): void {
    if (error instanceof Fenced) this.stop.request('FENCED', error.message);
    else {
      this.context.log.error({ err: error }, 'worker.shard.error');
      this.stop.request('INTERRUPTED', UNEXPECTED);
    }
  }

  /** Up to now, and with the manifest that will carry it. */
  private runningSpend({ infrastructurePrice }: JobSnapshot): RunningSpend {
    const { puts, gets } = this.objects.counts;
    const elapsedMs = this.context.clock.now() - this.context.startedMs;
    return runningSpend(
      elapsedMs,
      { puts: puts + 1, gets },
      infrastructurePrice,
    );
  }
}

function pacerFor(pacers: ReadonlyMap<string, Pacer>, modelId: string): Pacer {
  const pacer = pacers.get(modelId);
  if (pacer === undefined) throw new Error(`No step calls ${modelId}.`);
  return pacer;
}

interface Conclusion {
  readonly outcome: ShardOutcome;
  readonly reason: string;
  readonly exitCode: number;
}

/** A shard is done when its manifest says so, whatever the worker believes. */
function conclusionOf(
  stop: Stop | undefined,
  error: unknown,
  isUnfinished: boolean,
): Conclusion {
  if (isFinalFailure(error))
    return { outcome: 'FAILED', reason: error.message, exitCode: 0 };
  if (error !== undefined)
    return { outcome: 'INTERRUPTED', reason: UNEXPECTED, exitCode: 1 };
  if (stop !== undefined)
    return {
      outcome: stop.kind === 'FENCED' ? 'INTERRUPTED' : stop.kind,
      reason: stop.reason,
      exitCode: 0,
    };
  return isUnfinished
    ? { outcome: 'INTERRUPTED', reason: 'Records are missing.', exitCode: 1 }
    : { outcome: 'DONE', reason: '', exitCode: 0 };
}

const UNEXPECTED = 'The worker met an error and will be started again.';

/** It cannot be otherwise the next time: a snapshot, template or seed file that is unusable or gone. */
function isFinalFailure(error: unknown): error is AppError {
  return (
    error instanceof AppError && !error.retryable && !(error instanceof Fenced)
  );
}
