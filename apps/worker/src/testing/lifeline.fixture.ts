/** Turns of the event loop that a call may take on each of its ways. */
const MAX_TURNS = 12;

/** A call on its way to a store or model, or back. */
export interface Passage {
  readonly store: string;
  readonly name: string;
  readonly phase: 'BEFORE' | 'AFTER';
  readonly given: readonly unknown[];
  /** What is on its way back. */
  readonly result?: unknown;
}

/**
 * The I/O of one worker. When it is cut, everything that the worker calls hangs for ever, as if its process were gone;
 * what a call has done by then stays done.
 */
export class Lifeline {
  private calls = 0;
  private cut = false;
  private tellCut: () => void = () => undefined;
  /** Resolves when the worker is dead. */
  readonly whenCut = new Promise<void>((resolve) => (this.tellCut = resolve));

  /** `cutAt` counts boundaries from 1: each call has one before it takes effect and one after. */
  constructor(
    private readonly cutAt = Infinity,
    /** Uniform in [0, 1): how long each call takes, so that calls overtake each other. */
    private readonly draw: () => number = () => 0,
  ) {}

  get boundaries(): number {
    return this.calls;
  }

  get isCut(): boolean {
    return this.cut;
  }

  kill(): void {
    this.cut = true;
    this.tellCut();
  }

  /** The same object, reached through the lifeline. */
  through<Target extends object>(target: Target, store: string): Target {
    return new Proxy(target, {
      get: (object, name) => {
        const member: unknown = Reflect.get(object, name);
        if (typeof member !== 'function' || typeof name === 'symbol')
          return member;
        const method = member.bind(object) as (...given: unknown[]) => unknown;
        // Closing a model client returns nothing, and so cannot wait.
        if (name === 'close' && 'call' in object) return method;
        return name === 'list'
          ? this.listing(method as Listing, { store, name })
          : async (...given: unknown[]) => {
              const call = { store, name, given };
              await this.boundary({ ...call, phase: 'BEFORE' });
              const result = await method(...given);
              await this.boundary({ ...call, phase: 'AFTER', result });
              return result;
            };
      },
    });
  }

  /** What happens to a call on its way; it may throw. */
  protected async pass(_passage: Passage): Promise<void> {
    for (let turns = Math.floor(this.draw() * MAX_TURNS); turns > 0; turns -= 1)
      await new Promise((resolve) => setImmediate(resolve));
  }

  private listing(
    method: Listing,
    place: Pick<Passage, 'store' | 'name'>,
  ): Listing {
    const boundary = (passage: Passage) => this.boundary(passage);
    return async function* (...given) {
      await boundary({ ...place, given, phase: 'BEFORE' });
      yield* method(...given);
      await boundary({ ...place, given, phase: 'AFTER' });
    };
  }

  private async boundary(passage: Passage): Promise<void> {
    this.calls += 1;
    if (this.calls >= this.cutAt) this.kill();
    if (this.cut) await new Promise(() => undefined);
    await this.pass(passage);
    if (this.cut) await new Promise(() => undefined);
  }
}

type Listing = (...given: unknown[]) => AsyncIterable<unknown>;
