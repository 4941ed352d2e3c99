import type { ECS, Task } from '@aws-sdk/client-ecs';
import { WorkerTasks } from './worker-tasks';

const OLD = new Date('2026-01-01T00:00:00Z');
const LIMIT = new Date('2026-01-01T00:01:00Z');
const YOUNG = new Date('2026-01-01T00:02:00Z');

function task(jobId: string, shard: string, startedAt: Date): Task {
  const environment = [
    { name: 'JOB_ID', value: jobId },
    { name: 'SHARD', value: shard },
  ];
  return {
    taskArn: `${jobId}/${shard}`,
    startedAt,
    overrides: { containerOverrides: [{ name: 'worker', environment }] },
  };
}

/** Two pages of tasks. */
function clusterOf(pages: Task[][]) {
  const stopped: string[] = [];
  const client = {
    listTasks: async ({ nextToken = '0' }: { nextToken?: string }) => {
      const page = Number(nextToken);
      return {
        taskArns: pages[page]?.map(({ taskArn = '' }) => taskArn) ?? [],
        ...(page + 1 < pages.length ? { nextToken: String(page + 1) } : {}),
      };
    },
    describeTasks: async ({ tasks: arns }: { tasks: string[] }) => ({
      tasks: pages.flat().filter(({ taskArn }) => arns.includes(taskArn ?? '')),
    }),
    stopTask: async ({ task: arn }: { task: string }) => {
      stopped.push(arn);
    },
  };
  return { stopped, client: client as unknown as ECS };
}

describe(WorkerTasks.name, () => {
  it('stops the old tasks of the named shards of the job, on every page', async () => {
    const { stopped, client } = clusterOf([
      [task('mine', '0', OLD), task('mine', '1', OLD), task('other', '0', OLD)],
      [task('mine', '2', YOUNG), task('mine', '3', OLD), { taskArn: 'bare' }],
    ]);
    const tasks = new WorkerTasks(client, 'cluster');
    expect(await tasks.stop('mine', [0, 2, 3], LIMIT)).toBe(2);
    expect(stopped).toEqual(['mine/0', 'mine/3']);
  });

  it('describes nothing in an empty cluster', async () => {
    const { client } = clusterOf([[]]);
    const tasks = new WorkerTasks(client, 'cluster');
    expect(await tasks.stop('mine', [0], LIMIT)).toBe(0);
  });
});
