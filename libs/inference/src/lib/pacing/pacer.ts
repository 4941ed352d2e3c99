import { ModelRefused, ModelThrottled } from '@plot-palette/domain';
import type { ModelFailure } from '../reply/model-failure';
import {
  CLOSED,
  afterFailure,
  afterNoAnswer,
  afterStart,
  mayStart,
  type Breaker,
} from './breaker';
import {
  afterCall,
  doublesAtMs,
  openPace,
  restarted,
  whileWaiting,
  type EndedCall,
  type Pace,
} from './pace';

/** Time as a pacer sees it, in milliseconds since the epoch; `sleep` ends early when the signal is aborted. */
export interface PacerClock {
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** A call's place before the model; exactly one of its methods must be called, once, when the call has ended. */
export interface Place {
  served(): void;
  /** The model threw: throttling lowers the pace, and a model that fails every call is left alone for a while. */
  failed(failure: ModelFailure): void;
  /** The call ended for a reason that says nothing about the model. */
  left(): void;
}

interface Waiter {
  readonly start: (place: Place) => void;
}

/**
 * The turnstile before one model: calls start in the order in which they came, as many at once as the pace allows,
 * and none but a try now and then while the model takes nothing.
 */
export class Pacer {
  private pace: Pace;
  private breaker: Breaker = CLOSED;
  /** Numbers of the calls in flight, the oldest first. */
  private readonly out = new Set<number>();
  private nextCall = 1;
  private readonly waiting = new Set<Waiter>();
  private alarm: { readonly atMs: number; cancel(): void } | undefined;

  constructor(
    maximum: number,
    private readonly clock: PacerClock,
  ) {
    this.pace = openPace(maximum);
  }

  /** Calls that may be in flight now. */
  get limit(): number {
    return Math.floor(this.pace.limit);
  }

  /** True while calls wait because the model takes no more. */
  get binds(): boolean {
    return this.waiting.size > 0;
  }

  /** Why no calls are made at all, for people; undefined while they are. */
  get pauseReason(): string | undefined {
    const { pause } = this.breaker;
    if (pause === undefined) return undefined;
    const next = pause.isTrying
      ? 'A call is trying it now.'
      : `The next try is at ${new Date(pause.untilMs).toISOString()}.`;
    return `The model takes no calls: ${pause.cause} ${next}`;
  }

  /**
   * Waits for a place while the signal allows waiting.
   * @throws the signal's reason when no place is free and it is aborted.
   */
  async acquire(signal: AbortSignal): Promise<Place> {
    if (this.waiting.size === 0 && this.hasPlace()) return this.occupy();
    signal.throwIfAborted();
    return new Promise<Place>((resolve, reject) => {
      const abort = (): void => {
        this.waiting.delete(waiter);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        start: (place) => {
          signal.removeEventListener('abort', abort);
          resolve(place);
        },
      };
      this.waiting.add(waiter);
      signal.addEventListener('abort', abort, { once: true });
      this.admit();
    });
  }

  /** A try does not wait for calls that hang since before the pause, however low the pace is: only the maximum binds it. */
  private hasPlace(): boolean {
    const { pause } = this.breaker;
    const places = pause === undefined ? this.limit : this.pace.maximum;
    return this.out.size < places && mayStart(this.breaker, this.clock.now());
  }

  private occupy(): Place {
    const isTry = this.breaker.pause !== undefined;
    const beganAfter = this.pace.decreases;
    this.breaker = afterStart(this.breaker);
    const number = this.nextCall++;
    this.out.add(number);
    const end = (outcome?: EndedCall['outcome']): void => {
      const atLimit = this.out.size >= this.limit;
      this.out.delete(number);
      if (outcome !== undefined)
        this.pace = afterCall(this.pace, { outcome, beganAfter, atLimit });
    };
    return {
      served: () => {
        end('SERVED');
        this.modelAnswered();
        this.admit();
      },
      failed: (failure) => {
        end(failure instanceof ModelThrottled ? 'THROTTLED' : undefined);
        this.modelFailed(failure, isTry);
        this.admit();
      },
      left: () => {
        end();
        if (isTry) this.breaker = afterNoAnswer(this.breaker);
        this.admit();
      },
    };
  }

  private modelAnswered(): void {
    if (this.breaker.pause !== undefined) this.pace = restarted(this.pace);
    this.breaker = CLOSED;
  }

  private modelFailed(failure: ModelFailure, isTry: boolean): void {
    // It read the request: it is there.
    if (failure instanceof ModelRefused) return this.modelAnswered();
    this.breaker = afterFailure(this.breaker, {
      nowMs: this.clock.now(),
      nextCall: this.nextCall,
      oldestOut: this.oldestOut(),
      isTry,
      retryAfterMs:
        failure instanceof ModelThrottled ? failure.retryAfterMs : undefined,
      cause: failure.message,
    });
  }

  private oldestOut(): number | undefined {
    for (const number of this.out) return number;
    return undefined;
  }

  private admit(): void {
    if (this.waiting.size > 0)
      this.pace = whileWaiting(this.pace, this.clock.now());
    for (const waiter of this.waiting) {
      if (!this.hasPlace()) break;
      this.waiting.delete(waiter);
      waiter.start(this.occupy());
    }
    this.setAlarm();
  }

  /** Wakes those who wait when time alone lets more of them start. */
  private setAlarm(): void {
    const atMs = this.waiting.size > 0 ? this.nextChangeMs() : undefined;
    if (atMs === this.alarm?.atMs) return;
    this.alarm?.cancel();
    this.alarm = undefined;
    if (atMs === undefined) return;
    const cancelled = new AbortController();
    this.alarm = { atMs, cancel: () => cancelled.abort() };
    const waitMs = Math.max(0, atMs - this.clock.now());
    void this.clock.sleep(waitMs, cancelled.signal).then(() => {
      if (cancelled.signal.aborted) return;
      this.alarm = undefined;
      this.admit();
    });
  }

  private nextChangeMs(): number | undefined {
    const { pause } = this.breaker;
    if (pause?.isTrying === true) return undefined;
    return pause?.untilMs ?? doublesAtMs(this.pace, this.clock.now());
  }
}
