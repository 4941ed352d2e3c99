import { openSeedRows } from '@plot-palette/datasets';
import { Fenced, type JobSnapshot } from '@plot-palette/domain';
import { Pacer, type ModelClient } from '@plot-palette/inference';
import { CallBounds } from '../budget/call-bounds';
import type { CountedObjects } from '../budget/counted-objects';
import { Purse } from '../budget/purse';
import {
  runningSpend,
  totalOf,
  type RunningSpend,
} from '../budget/running-meter';
import type { ChangeSignal } from '../change-signal';
import { Saver } from '../checkpoint/saver';
import type { OwnedShard } from '../checkpoint/take-over';
import { unfinishedIndexes } from '../checkpoint/unfinished-indexes';
import { timestampOf } from '../clock';
import { UNEXPECTED } from './conclusion';
import { planGeneration } from './generation-plan';
import { Heartbeat } from './heartbeat';
import { Resting } from './resting';
import type { ShardContext } from './shard-context';
import { ShardGeneration } from './shard-generation';
import type { StopSwitch } from './stop-switch';

/** A user who cancels wants it now: calls get this long to end by themselves. */
const CANCEL_GRACE_MS = 5_000;

/** What a run is made of besides its context. */
export interface RunParts {
  readonly owned: OwnedShard;
  readonly snapshot: JobSnapshot;
  readonly objects: CountedObjects;
  readonly models: ModelClient;
  readonly stop: StopSwitch;
  readonly changed: ChangeSignal;
}

/** The making of records on a shard that is ours: generation, money, checkpoints and heartbeat side by side. */
export class ShardRun {
  private constructor(
    private readonly context: ShardContext,
    private readonly parts: RunParts,
    readonly purse: Purse,
    readonly saver: Saver,
    private readonly generation: ShardGeneration,
  ) {}

  /** @throws InvalidInput or NotFound when the job's template or seed file is of no use. */
  static async prepare(
    context: ShardContext,
    parts: RunParts,
  ): Promise<ShardRun> {
    const { settings, stores, clock, log, random } = context;
    const { owned, snapshot, objects, models, stop, changed } = parts;
    const { jobId, shard } = settings;
    const { fence } = owned.row;
    const plan = planGeneration(snapshot);
    const rows = await openSeedRows({
      objects,
      ...snapshot.seed,
    });
    const running = () => runningSpendOf(context, parts);
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
      plan.steps.map(({ model }) => [
        model.modelId,
        new Pacer(maxConcurrency, clock),
      ]),
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
      log,
      segmentBatches: settings.segmentBatches,
      interval: settings.checkpointInterval,
      frontier: () => frontierOf(generation, saver),
      onFailure: (error) => stopOn(error, context, stop),
      changed,
    });
    const generation: ShardGeneration = new ShardGeneration({
      plan,
      maxConcurrency,
      purse,
      bounds,
      saver,
      pacers,
      // Not the survey's: the old owner may have written once more before the manifest was ours.
      gaps: unfinishedIndexes(owned.row, owned.checkpoint.manifest),
      readRow: (row) => rows.row(row),
      changed,
      tools: {
        models,
        bounds,
        clock,
        resting: new Resting(changed),
        log,
        random,
        stop,
        pacerOf: (modelId) => pacerFor(pacers, modelId),
      },
    });
    return new ShardRun(context, parts, purse, saver, generation);
  }

  /**
   * Runs until all is made or the worker is told to stop.
   * @returns an error that nobody expected.
   * @throws what goes wrong before running is paid for: then there must be no account either, which no grant would cover.
   */
  async work(): Promise<unknown> {
    const { generation, purse } = this;
    await purse.open(() => this.confirmOwner());
    const done = new AbortController();
    this.whenStopped(done.signal);
    // The heart beats before there is money: a cancel is heard also by a worker that waits for its first minute.
    const beating = this.heartbeat().run(done.signal);
    const saving = this.saveRegularly(done.signal);
    try {
      const isPaid = await purse.start();
      if (generation.isDone) return undefined;
      if (isPaid) return await this.generate();
      this.parts.stop.request(
        'OUT_OF_BUDGET',
        'The budget cannot pay for a minute of running.',
      );
      return undefined;
    } finally {
      done.abort();
      await Promise.all([beating, saving]);
    }
  }

  private async generate(): Promise<unknown> {
    try {
      await this.generation.run();
      return undefined;
    } catch (error) {
      stopOn(error, this.context, this.parts.stop);
      return error instanceof Fenced ? undefined : error;
    }
  }

  private confirmOwner(): Promise<void> {
    const { clock, settings, stores } = this.context;
    const { fence } = this.parts.owned.row;
    return stores.shards.update(settings.jobId, settings.shard, fence, {
      heartbeatAt: timestampOf(clock),
    });
  }

  private heartbeat(): Heartbeat {
    const { generation, purse, saver } = this;
    const { clock, log, settings, stores } = this.context;
    return new Heartbeat({
      stores,
      clock,
      log,
      stop: this.parts.stop,
      jobId: settings.jobId,
      shard: settings.shard,
      fence: this.parts.owned.row.fence,
      intervalMs: settings.heartbeatMs,
      progress: () => ({
        inFlight: generation.inFlight,
        bindingLimit: generation.bindingLimit,
        reason: generation.pauseReason,
        frontier: frontierOf(generation, saver),
      }),
      keepRunning: () =>
        purse.keepRunning(totalOf(runningSpendOf(this.context, this.parts))),
    });
  }

  /** Records begun get their time to end; then their calls are aborted. */
  private whenStopped(done: AbortSignal): void {
    const { clock, settings } = this.context;
    const { stop } = this.parts;
    const stopped = async (): Promise<void> => {
      this.purse.stopAdmitting();
      const graceMs =
        stop.stop?.kind === 'CANCELLED'
          ? Math.min(CANCEL_GRACE_MS, settings.shutdownGraceMs)
          : settings.shutdownGraceMs;
      if (!stop.abortSignal.aborted)
        await clock.sleep(graceMs, AbortSignal.any([done, stop.abortSignal]));
      if (done.aborted) return;
      stop.abortCalls();
      this.purse.shut();
    };
    if (stop.stopSignal.aborted) void stopped();
    else
      stop.stopSignal.addEventListener('abort', () => void stopped(), {
        once: true,
      });
  }

  private async saveRegularly(done: AbortSignal): Promise<void> {
    const { clock, settings } = this.context;
    for (;;) {
      await clock.sleep(settings.checkpointMs, done);
      // What is left is for the end to save, if the shard is still ours.
      if (done.aborted) return;
      this.saver.save();
    }
  }
}

function stopOn(error: unknown, { log }: ShardContext, stop: StopSwitch): void {
  if (error instanceof Fenced) stop.request('FENCED', error.message);
  else {
    log.error({ err: error }, 'worker.shard.error');
    stop.request('INTERRUPTED', UNEXPECTED);
  }
}

/** Up to now, and with the manifest that will carry it. */
function runningSpendOf(
  { clock, startedMs }: ShardContext,
  { objects, snapshot }: RunParts,
): RunningSpend {
  const { puts, gets } = objects.counts;
  const counts = { puts: puts + 1, gets };
  return runningSpend(
    clock.now() - startedMs,
    counts,
    snapshot.infrastructurePrice,
  );
}

/** 0 when nothing that was sent is undecided. */
function frontierOf(generation: ShardGeneration, saver: Saver): number {
  return generation.inFlight + saver.unsaved > 0 ? generation.frontier : 0;
}

function pacerFor(pacers: ReadonlyMap<string, Pacer>, modelId: string): Pacer {
  const pacer = pacers.get(modelId);
  if (pacer === undefined) throw new Error(`No step calls ${modelId}.`);
  return pacer;
}
