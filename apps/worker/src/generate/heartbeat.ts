import { Fenced, type ShardRow } from '@plot-palette/domain';
import { timestampOf, type Clock } from '../clock';
import type { Log } from '../log';
import type { WorkerStores } from '../ports';
import type { StopSwitch } from './stop-switch';

export interface HeartbeatOptions {
  readonly stores: Pick<WorkerStores, 'jobs' | 'shards'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly stop: StopSwitch;
  readonly jobId: string;
  readonly shard: number;
  readonly fence: number;
  readonly intervalMs: number;
  readonly progress: () => Pick<
    ShardRow,
    'inFlight' | 'bindingLimit' | 'reason' | 'frontier'
  >;
  /** Books the running cost; false when there is no money left for it. */
  readonly keepRunning: () => Promise<boolean>;
}

/** Says that the worker lives and what it is doing, and hears whether it should still be. */
export class Heartbeat {
  constructor(private readonly options: HeartbeatOptions) {}

  /** Beats until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, intervalMs } = this.options;
    while (!signal.aborted) {
      this.payForRunning();
      await this.beat();
      await clock.sleep(intervalMs, signal);
    }
  }

  private async beat(): Promise<void> {
    const { stores, clock, log, stop, jobId, shard, fence, progress } =
      this.options;
    try {
      await stores.shards.update(jobId, shard, fence, {
        ...progress(),
        heartbeatAt: timestampOf(clock),
      });
      const job = await stores.jobs.get(jobId);
      if (job === undefined || job.status === 'DELETING')
        stop.request('CANCELLED', 'The job is being deleted.');
      else if (job.cancelRequested)
        stop.request('CANCELLED', 'Cancelled on request.');
    } catch (error) {
      if (error instanceof Fenced) stop.request('FENCED', error.message);
      else log.warn({ jobId, shard, err: error }, 'worker.heartbeat.failed');
    }
  }

  /** Not awaited: it may have to wait for money, and the heart must go on. */
  private payForRunning(): void {
    const { keepRunning, stop, log } = this.options;
    keepRunning().then(
      (paid) => {
        if (!paid)
          stop.request(
            'OUT_OF_BUDGET',
            'The budget cannot pay for another minute of running.',
          );
      },
      (error: unknown) => {
        if (error instanceof Fenced) stop.request('FENCED', error.message);
        else log.warn({ err: error }, 'worker.running.unpaid');
      },
    );
  }
}
