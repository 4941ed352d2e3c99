import type { MemoryCloud } from './memory-cloud.fixture';

export type Dependencies = Pick<
  MemoryCloud,
  | 'jobs'
  | 'queue'
  | 'executions'
  | 'tasks'
  | 'shards'
  | 'ledger'
  | 'costs'
  | 'objects'
  | 'logger'
  | 'maxConcurrentJobs'
>;

export class Died extends Error {}

/**
 * The same cloud for a process that dies at its call number `at`, before the call or after it (the reply is lost),
 * and never calls again.
 */
export function dyingAt(
  cloud: MemoryCloud,
  at: number,
  when: 'before' | 'after',
): Dependencies & { readonly calls: () => number } {
  let calls = 0;
  const dying = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...parameters: unknown[]) => {
          calls += 1;
          if (calls > at || (calls === at && when === 'before'))
            throw new Died(`call ${calls}`);
          const result: unknown = await member(...parameters);
          if (calls === at) throw new Died(`reply ${calls}`);
          return result;
        };
      },
    });
  const { jobs, queue, executions, tasks, shards, ledger, costs, objects } =
    cloud;
  return {
    jobs: dying(jobs),
    queue: dying(queue),
    executions: dying(executions),
    tasks: dying(tasks),
    shards: dying(shards),
    ledger: dying(ledger),
    costs: dying(costs),
    objects: dying(objects),
    logger: cloud.logger,
    maxConcurrentJobs: cloud.maxConcurrentJobs,
    calls: () => calls,
  };
}
