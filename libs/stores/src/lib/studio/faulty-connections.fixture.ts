import type { Connections } from '../connections';

/** What a call that is made to fail throws. */
export class InjectedFault extends Error {}

/** Where a sequence of calls to the stores breaks off: at its n-th call, before it has had its effect or after. */
export interface CrashPoint {
  readonly call: number;
  readonly effect: 'none' | 'done, its reply lost';
}

/**
 * Connections whose calls fail from the crash point on, as after the end of a process or of its network. Without a crash
 * point they only count.
 */
export class FaultyConnections {
  calls: string[] = [];
  private crashPoint: CrashPoint | undefined;
  readonly connections: Connections;

  constructor({ database, objects, close }: Connections) {
    this.connections = {
      database: this.watched(database, {
        client: this.watched(database.client, {}),
      }),
      objects: this.watched(objects, {}),
      close,
    };
  }

  /** Counts from one again. */
  crashAt(crashPoint: CrashPoint | undefined): void {
    this.calls = [];
    this.crashPoint = crashPoint;
  }

  private watched<Store extends object>(
    store: Store,
    replaced: Partial<Record<keyof Store, unknown>>,
  ): Store {
    const watch = (name: string, value: (...args: unknown[]) => unknown) =>
      this.watchedCall(name, value.bind(store));
    return new Proxy(store, {
      get: (target, member: string & keyof Store) => {
        if (member in replaced) return replaced[member];
        const value = target[member];
        // A generator that only reads.
        if (member === 'list') return (target as { list: unknown }).list;
        return typeof value === 'function'
          ? watch(member, value as unknown as (...args: unknown[]) => unknown)
          : value;
      },
    });
  }

  private watchedCall(name: string, call: (...args: unknown[]) => unknown) {
    return async (...args: unknown[]): Promise<unknown> => {
      this.calls.push(name);
      const { call: last = Infinity, effect = 'none' } = this.crashPoint ?? {};
      const isLast = this.calls.length === last;
      if (this.calls.length > last || (isLast && effect === 'none'))
        throw new InjectedFault(`${name} was broken off`);
      const reply = await call(...args);
      if (isLast) throw new InjectedFault(`the reply of ${name} was lost`);
      return reply;
    };
  }
}
