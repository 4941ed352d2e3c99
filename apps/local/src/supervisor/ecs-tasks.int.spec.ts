import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { runningCloud } from '../running-cloud.fixture';

const cloud = runningCloud();
const configuration = {
  endpoint: cloud.awsEndpointUrl,
  region: cloud.region,
  credentials: {
    accessKeyId: cloud.accessKeyId,
    secretAccessKey: cloud.secretAccessKey,
  },
};
const ecs = new ECSClient(configuration);
const stepFunctions = new SFNClient(configuration);
const family = `probe-${Date.now()}`;
const cluster = cloud.clusterArn;

/** Until SIGTERM, which it answers with code 7 after a moment. */
const PATIENT =
  "console.log('up'); setInterval(() => {}, 1000); process.on('SIGTERM', () => { console.log('down'); setTimeout(() => process.exit(7), 200); })";
/** Until SIGKILL. */
const STUBBORN =
  "console.log('up'); process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";

describe('ecs:runTask.sync on processes', () => {
  const machines: string[] = [];
  let role: string;

  beforeAll(async () => {
    const machine = await stepFunctions.send(
      new DescribeStateMachineCommand({
        stateMachineArn: cloud.stateMachineArn,
      }),
    );
    role = machine.roleArn ?? '';
    await register(family, 'node');
    await register(`${family}-unknown`, 'nobody/knows-this:1');
  });

  afterAll(async () => {
    for (const stateMachineArn of machines)
      await stepFunctions.send(
        new DeleteStateMachineCommand({ stateMachineArn }),
      );
    ecs.destroy();
    stepFunctions.destroy();
  });

  async function start(
    script: string,
    options: { definition?: string; timeoutSeconds?: number } = {},
  ) {
    const run = {
      Type: 'Task',
      Resource: 'arn:aws:states:::ecs:runTask.sync',
      Parameters: {
        Cluster: cluster,
        TaskDefinition: options.definition ?? family,
        Overrides: {
          ContainerOverrides: [
            {
              Name: 'probe',
              Command: ['-e', script],
              Environment: [{ Name: 'GREETING', Value: 'hello' }],
            },
          ],
        },
      },
      ...(options.timeoutSeconds === undefined
        ? {}
        : { TimeoutSeconds: options.timeoutSeconds }),
      Catch: [
        {
          ErrorEquals: ['States.ALL'],
          ResultPath: '$.failure',
          Next: 'Caught',
        },
      ],
      End: true,
    };
    const definition = {
      StartAt: 'Run',
      States: { Run: run, Caught: { Type: 'Pass', End: true } },
    };
    const name = `${family}-${machines.length}`;
    const { stateMachineArn = '' } = await stepFunctions.send(
      new CreateStateMachineCommand({
        name,
        roleArn: role,
        definition: JSON.stringify(definition),
      }),
    );
    machines.push(stateMachineArn);
    const { executionArn = '' } = await stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn, input: '{}' }),
    );
    return executionArn;
  }

  it('passes environment and command, and answers with the ended task', async () => {
    const result = await outputOf(
      await start(
        'console.log(process.env.GREETING, process.env.AWS_ENDPOINT_URL)',
      ),
    );
    expect(result).toMatchObject({
      LastStatus: 'STOPPED',
      Containers: [{ ExitCode: 0 }],
    });
    expect(logOf(String(result['TaskArn']))).toBe(
      `hello ${cloud.awsEndpointUrl}\n`,
    );
  });

  it('turns an exit code into States.TaskFailed with the task as its cause', async () => {
    const { failure } = await outputOf(await start('process.exit(3)'));
    expect(failure).toMatchObject({ Error: 'States.TaskFailed' });
    expect(JSON.parse(failure.Cause)).toMatchObject({
      Containers: [{ ExitCode: 3 }],
    });
  });

  it('fails a task whose image is unknown, and says which one', async () => {
    const { failure } = await outputOf(
      await start('', { definition: `${family}-unknown` }),
    );
    expect(JSON.parse(failure.Cause)).toMatchObject({
      StopCode: 'TaskFailedToStart',
      StoppedReason: expect.stringContaining('nobody/knows-this'),
    });
  });

  it('lets a stopped task end by itself and keeps its exit code', async () => {
    const execution = await start(PATIENT);
    const arn = await runningTask();
    await ecs.send(
      new StopTaskCommand({ cluster, task: arn, reason: 'the test says so' }),
    );
    const { failure } = await outputOf(execution);
    expect(JSON.parse(failure.Cause)).toMatchObject({
      StopCode: 'UserInitiated',
      StoppedReason: 'the test says so',
      Containers: [{ ExitCode: 7 }],
    });
    expect(logOf(arn)).toBe('up\ndown\n');
  });

  it('kills a task that ignores SIGTERM when its stopTimeout is over', async () => {
    const execution = await start(STUBBORN);
    const arn = await runningTask();
    await ecs.send(new StopTaskCommand({ cluster, task: arn }));
    const { failure } = await outputOf(execution);
    expect(JSON.parse(failure.Cause)).toMatchObject({
      Containers: [{ ExitCode: 137 }],
    });
  });

  it('stops the task when the state times out', async () => {
    const { failure } = await outputOf(
      await start(PATIENT, { timeoutSeconds: 1 }),
    );
    expect(failure).toMatchObject({ Error: 'States.Timeout' });
    await untilNoneRuns();
  });

  it('stops the task when the execution is stopped', async () => {
    const execution = await start(PATIENT);
    await runningTask();
    await stepFunctions.send(
      new StopExecutionCommand({ executionArn: execution }),
    );
    await untilNoneRuns();
    const { status } = await stepFunctions.send(
      new DescribeExecutionCommand({ executionArn: execution }),
    );
    expect(status).toBe('ABORTED');
  });
});

async function register(name: string, image: string): Promise<void> {
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: name,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        { name: 'probe', image, essential: true, stopTimeout: 2 },
      ],
    }),
  );
}

async function outputOf(executionArn: string) {
  for (;;) {
    const { status, output, cause } = await stepFunctions.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    if (status === 'SUCCEEDED') return JSON.parse(output ?? '{}');
    if (status !== 'RUNNING')
      throw new Error(`the execution ended as ${status}: ${cause}`);
    await sleep(100);
  }
}

function logPath(taskArn: string): string {
  return join(
    cloud.dataDirectory,
    'logs',
    'tasks',
    `${taskArn.split('/').at(-1)}.log`,
  );
}

function logOf(taskArn: string): string {
  return existsSync(logPath(taskArn))
    ? readFileSync(logPath(taskArn), 'utf8')
    : '';
}

async function running(): Promise<Task[]> {
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({ cluster, family, desiredStatus: 'RUNNING' }),
  );
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(
    new DescribeTasksCommand({ cluster, tasks: taskArns }),
  );
  return tasks.filter(({ lastStatus }) => lastStatus !== 'STOPPED');
}

/** The one task of the test, once it has said that it is up. */
async function runningTask(): Promise<string> {
  for (;;) {
    const [task] = await running();
    const arn = task?.taskArn;
    if (arn !== undefined && logOf(arn).includes('up')) return arn;
    await sleep(50);
  }
}

async function untilNoneRuns(): Promise<void> {
  while ((await running()).length > 0) await sleep(50);
}
