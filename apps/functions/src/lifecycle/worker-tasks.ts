import type { ECS, Task } from '@aws-sdk/client-ecs';

/** What DescribeTasks takes. */
const TASKS_PER_REQUEST = 100;

/** The Fargate tasks of workers. Step Functions starts them; they are told apart by the environment it gives them. */
export class WorkerTasks {
  constructor(
    private readonly client: ECS,
    private readonly clusterArn: string,
  ) {}

  /**
   * Stops the workers of these shards, except those that started after `startedBefore` and may not have had the time
   * for a heartbeat.
   * @returns how many were stopped.
   */
  async stop(
    jobId: string,
    shards: readonly number[],
    startedBefore: Date,
  ): Promise<number> {
    const wanted = new Set(shards.map(String));
    let stopped = 0;
    for await (const task of this.running()) {
      const { JOB_ID, SHARD } = environmentOf(task);
      const isMine =
        JOB_ID === jobId && SHARD !== undefined && wanted.has(SHARD);
      const isOld =
        task.startedAt !== undefined && task.startedAt < startedBefore;
      if (!isMine || !isOld || task.taskArn === undefined) continue;
      await this.client.stopTask({
        cluster: this.clusterArn,
        task: task.taskArn,
        reason: 'The worker has stopped sending heartbeats.',
      });
      stopped += 1;
    }
    return stopped;
  }

  private async *running(): AsyncGenerator<Task> {
    let nextToken: string | undefined;
    do {
      const page = await this.client.listTasks({
        cluster: this.clusterArn,
        desiredStatus: 'RUNNING',
        maxResults: TASKS_PER_REQUEST,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const arns = page.taskArns ?? [];
      if (arns.length > 0) {
        const { tasks = [] } = await this.client.describeTasks({
          cluster: this.clusterArn,
          tasks: arns,
        });
        yield* tasks;
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
}

function environmentOf({ overrides }: Task): Record<string, string> {
  const pairs = (overrides?.containerOverrides ?? []).flatMap(
    ({ environment = [] }) => environment,
  );
  return Object.fromEntries(
    pairs.map(({ name = '', value = '' }) => [name, value]),
  );
}
