import { ChangeSignal } from '../change-signal';

export type StopKind =
  'INTERRUPTED' | 'CANCELLED' | 'PAUSED' | 'OUT_OF_BUDGET' | 'FENCED';

export interface Stop {
  readonly kind: StopKind;
  /** For people; goes to the shard's row. */
  readonly reason: string;
}

/** Why the worker comes to its end before its work does. The first reason counts, but a lost shard ends everything at once. */
export class StopSwitch {
  private current: Stop | undefined;
  private readonly stopping = new AbortController();
  private readonly leaving = new AbortController();
  private readonly aborting = new AbortController();

  constructor(private readonly changed: ChangeSignal) {}

  get stop(): Stop | undefined {
    return this.current;
  }

  /** Aborted when nothing new may begin. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Aborted when what has begun may be waited for no more: a call in flight may end, one that is not must not begin. */
  get leaveSignal(): AbortSignal {
    return this.leaving.signal;
  }

  /** Aborted when calls in flight must end as well. */
  get abortSignal(): AbortSignal {
    return this.aborting.signal;
  }

  request(kind: StopKind, reason: string): void {
    this.beginNothing(kind, reason);
    this.leaving.abort();
    if (kind === 'FENCED') this.aborting.abort();
  }

  /** Nothing new may begin, but what has begun may take the time it needs. */
  beginNothing(kind: StopKind, reason: string): void {
    if (this.current === undefined || kind === 'FENCED')
      this.current = { kind, reason };
    this.stopping.abort();
    this.changed.notify();
  }

  abortCalls(): void {
    this.leaving.abort();
    this.aborting.abort();
  }
}
