import { CheckpointConflict, type ShardRow } from '@plot-palette/domain';
import type { Clock } from '../clock';
import { Lifeline, type Passage } from './lifeline.fixture';
import type { Fault } from './schedule.fixture';

/** What is around a life. */
export interface Surroundings {
  readonly clock: Clock;
  /** How long a request to storage takes on one of its ways. */
  readonly storageMs: () => number;
  /** What goes wrong with the next request to storage. */
  readonly nextFault: () => Fault | undefined;
  /** Told of every request when it leaves the worker. */
  readonly onRequest: (passage: Passage) => void;
}

/** One worker's life in virtual time, with the faults of its storage, and what it did. */
export class Life extends Lifeline {
  readonly startedMs: number;
  endedMs: number | undefined;
  end: 'ORDERLY' | 'ERROR' | 'KILLED' | undefined;
  fence: number | undefined;
  toldToStopMs: number | undefined;
  /** It was taken for dead while it lived. */
  wasReplaced = false;
  puts = 0;
  gets = 0;
  private readonly faults = new WeakMap<readonly unknown[], Fault>();

  constructor(
    readonly shard: number,
    private readonly around: Surroundings,
    cutAt: number,
  ) {
    super(cutAt);
    this.startedMs = around.clock.now();
  }

  /** Until the process has ended, by itself or because it was killed. */
  async until(exit: Promise<number>): Promise<void> {
    const end = await Promise.race([
      this.whenCut.then(() => 'KILLED' as const),
      exit.then(
        (code) => (code === 0 ? ('ORDERLY' as const) : ('ERROR' as const)),
        () => 'ERROR' as const,
      ),
    ]);
    this.end = end;
    this.endedMs = this.around.clock.now();
    this.kill();
  }

  protected override async pass(passage: Passage): Promise<void> {
    const { store, name, phase, result } = passage;
    if (phase === 'BEFORE') this.depart(passage);
    if (name === 'takeOver' && phase === 'AFTER')
      this.fence = (result as ShardRow).fence;
    if (store === 'model') return;
    const { clock, storageMs } = this.around;
    await clock.sleep(storageMs());
    if (!this.isCut) this.meetFault(passage);
  }

  private depart(passage: Passage): void {
    const { store, name, given } = passage;
    if (store === 'objects') {
      if (name === 'get' || name === 'stream') this.gets += 1;
      else this.puts += 1;
    }
    const fault = store === 'model' ? undefined : this.around.nextFault();
    if (fault !== undefined) this.faults.set(given, fault);
    this.around.onRequest(passage);
  }

  private meetFault({ store, name, phase, given }: Passage): void {
    const fault = this.faults.get(given);
    if (fault === undefined || (phase === 'AFTER') !== (fault === 'REPLY_LOST'))
      return;
    if (fault === 'CONFLICT' && store === 'objects' && name === 'put')
      throw new CheckpointConflict('409');
    throw new Error(`${fault} of ${store}.${name}`);
  }
}
