import { ModelThrottled } from '@plot-palette/domain';
import { FIRST_TRY, nextTry } from './next-try';
import { Pacer } from './pacer';
import { VirtualClock } from './virtual-clock.fixture';

export interface SimulatedJob {
  readonly calls: number;
  readonly concurrency: number;
  readonly latencyMs: (call: number) => number;
  /** Calls above this number at once are refused. */
  readonly maxInFlight?: number;
  /** The share of calls that is refused by chance. */
  readonly throttleRate?: number;
}

export interface SimulatedResult {
  readonly served: number;
  readonly refused: number;
  /** The time a perfect rolling window takes for the same latencies ÷ the time that it took. */
  readonly share: number;
}

const RETRY_AFTER_MS = 1_000;
const REFUSAL_TAKES_MS = 2;

/** A job against a model server, both in virtual time: a rolling window of calls, repeated as the pacer and `nextTry` say. */
export async function simulateJob(job: SimulatedJob): Promise<SimulatedResult> {
  const { concurrency, latencyMs, maxInFlight = Infinity } = job;
  const clock = new VirtualClock();
  const pacer = new Pacer(concurrency, clock);
  const random = sequence(job.calls + concurrency);
  const never = new AbortController().signal;
  let [served, refused, inFlight, next, active] = [0, 0, 0, 0, 0];

  async function server(call: number): Promise<void> {
    if (inFlight >= maxInFlight || random() < (job.throttleRate ?? 0)) {
      await clock.sleep(REFUSAL_TAKES_MS);
      throw new ModelThrottled('429', { retryAfterMs: RETRY_AFTER_MS });
    }
    inFlight += 1;
    await clock.sleep(latencyMs(call));
    inFlight -= 1;
  }
  async function make(call: number): Promise<void> {
    let state = FIRST_TRY;
    for (;;) {
      const place = await pacer.acquire(never);
      try {
        await server(call);
        place.served();
        served += 1;
        return;
      } catch (error) {
        if (!(error instanceof ModelThrottled)) throw error;
        place.failed(error);
        refused += 1;
        const tried = nextTry(error, state, {
          nowMs: clock.now(),
          random: random(),
        });
        if (tried.kind === 'GIVE_UP') return;
        state = tried.state;
        active -= 1;
        begin();
        await clock.sleep(tried.waitMs);
        active += 1;
      }
    }
  }
  const making: Promise<void>[] = [];
  function begin(): void {
    while (active < concurrency && next < job.calls) {
      active += 1;
      making.push(
        make(next++).then(() => {
          active -= 1;
          begin();
        }),
      );
    }
  }
  async function all(): Promise<void> {
    begin();
    for (let call = 0; call < job.calls; call += 1) await making[call];
  }
  await clock.until(all());
  const perfectMs = perfectWindowMs(job);
  return { served, refused, share: perfectMs / clock.now() };
}

/** Each call begins when the first of the places is free. */
function perfectWindowMs(job: SimulatedJob): number {
  const width = Math.min(job.concurrency, job.maxInFlight ?? Infinity);
  const freeAtMs = new Array<number>(width).fill(0);
  for (let call = 0; call < job.calls; call += 1) {
    let first = 0;
    freeAtMs.forEach((atMs, place) => {
      if (atMs < (freeAtMs[first] ?? 0)) first = place;
    });
    freeAtMs[first] = (freeAtMs[first] ?? 0) + job.latencyMs(call);
  }
  return Math.max(...freeAtMs);
}

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
