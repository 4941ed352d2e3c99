import { BedrockError } from '../wire/bedrock-error';

const RETRY_AFTER_SECONDS = 2;

interface Waiter<Slot> {
  readonly take: (slot: Slot) => void;
}

/** A few slots, first come first served, with a bounded queue before them. */
export class SlotPool<Slot> {
  private readonly free: Slot[];
  private readonly waiters: Waiter<Slot>[] = [];

  constructor(
    slots: readonly Slot[],
    private readonly maxWaiting: number,
  ) {
    this.free = [...slots];
  }

  /**
   * Runs `use` with a slot of its own and frees it afterwards, whatever happens.
   *
   * @throws BedrockError `ThrottlingException` when the queue is full; the signal's reason when it is aborted in the queue
   */
  async withSlot<Result>(
    signal: AbortSignal,
    use: (slot: Slot) => Promise<Result>,
  ): Promise<Result> {
    const slot = await this.acquire(signal);
    try {
      return await use(slot);
    } finally {
      this.release(slot);
    }
  }

  private acquire(signal: AbortSignal): Promise<Slot> {
    signal.throwIfAborted();
    const slot = this.free.pop();
    if (slot !== undefined) return Promise.resolve(slot);
    if (this.waiters.length >= this.maxWaiting) {
      throw new BedrockError(
        'ThrottlingException',
        'The built-in demo model is busy and its queue is full. Ask again later, or with fewer calls at once.',
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      );
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        reject(signal.reason);
      };
      const take = (freed: Slot) => {
        signal.removeEventListener('abort', leave);
        resolve(freed);
      };
      const waiter: Waiter<Slot> = { take };
      this.waiters.push(waiter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  private release(slot: Slot): void {
    const next = this.waiters.shift();
    if (next === undefined) this.free.push(slot);
    else next.take(slot);
  }
}
