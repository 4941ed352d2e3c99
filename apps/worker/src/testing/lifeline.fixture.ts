/** Turns of the event loop that a call may take on each of its ways. */
const MAX_TURNS = 12;

/**
 * The I/O of one worker. When it is cut, everything that the worker calls hangs for ever, as if its process were gone;
 * what a call has done by then stays done.
 */
export class Lifeline {
  private calls = 0;
  private cut = false;

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
  }

  /** The same object, reached through the lifeline. */
  through<Target extends object>(target: Target): Target {
    return new Proxy(target, {
      get: (object, name) => {
        const member: unknown = Reflect.get(object, name);
        if (typeof member !== 'function') return member;
        const method = member.bind(object) as (...given: unknown[]) => unknown;
        return isImmediate(name, object)
          ? method
          : async (...given: unknown[]) => {
              await this.boundary();
              const result = await method(...given);
              await this.boundary();
              return result;
            };
      },
    });
  }

  async boundary(): Promise<void> {
    this.calls += 1;
    if (this.calls >= this.cutAt) this.cut = true;
    if (this.cut) await new Promise(() => undefined);
    for (let turns = Math.floor(this.draw() * MAX_TURNS); turns > 0; turns -= 1)
      await new Promise((resolve) => setImmediate(resolve));
    if (this.cut) await new Promise(() => undefined);
  }
}

/** A listing is a generator, and closing a model client returns nothing: neither can wait at its call. */
function isImmediate(name: string | symbol, object: object): boolean {
  return name === 'list' || (name === 'close' && 'call' in object);
}
