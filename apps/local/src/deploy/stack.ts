import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { errorMessage } from '../error-code';
import { StartFailure } from '../start-failure';

const POLL_MS = 50;
const TIMEOUT_MS = 120_000;

export interface StackInput {
  readonly stackName: string;
  readonly templateBody: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export type StackOutputs = Readonly<Record<string, string>>;

/** Creates or updates one stack and waits for it. @throws StartFailure with the resources that failed. */
export async function deployStack(
  client: CloudFormationClient,
  input: StackInput,
): Promise<'created' | 'updated'> {
  const { stackName } = input;
  const found = await findStack(client, stackName);
  const isUsable = found !== undefined && isHealthy(found);
  if (found !== undefined && !isUsable) await deleteStack(client, stackName);
  const request = {
    StackName: stackName,
    TemplateBody: input.templateBody,
    Capabilities: [
      'CAPABILITY_NAMED_IAM' as const,
      'CAPABILITY_AUTO_EXPAND' as const,
    ],
    Parameters: Object.entries(input.parameters).map(
      ([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      }),
    ),
  };
  try {
    await client.send(
      isUsable
        ? new UpdateStackCommand(request)
        : new CreateStackCommand(request),
    );
  } catch (error) {
    if (!errorMessage(error).includes('No updates are to be performed'))
      throw stackFailure(stackName, errorMessage(error));
  }
  const stack = await waitForStack(client, stackName);
  const expected = isUsable
    ? ['UPDATE_COMPLETE', 'CREATE_COMPLETE']
    : ['CREATE_COMPLETE'];
  if (stack === undefined || !expected.includes(stack.StackStatus ?? '')) {
    throw stackFailure(
      stackName,
      await failureReasons(client, stackName, stack),
    );
  }
  return isUsable ? 'updated' : 'created';
}

/** The outputs of a stack that is there and whole; undefined otherwise. */
export async function readOutputs(
  client: CloudFormationClient,
  stackName: string,
): Promise<StackOutputs | undefined> {
  const stack = await findStack(client, stackName);
  if (stack === undefined || !isHealthy(stack)) return undefined;
  const outputs = stack.Outputs ?? [];
  return Object.fromEntries(
    outputs.map(({ OutputKey = '', OutputValue = '' }) => [
      OutputKey,
      OutputValue,
    ]),
  );
}

async function findStack(
  client: CloudFormationClient,
  stackName: string,
): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await client.send(
      new DescribeStacksCommand({ StackName: stackName }),
    );
    return Stacks.find(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
  } catch (error) {
    if (errorMessage(error).includes('does not exist')) return undefined;
    throw error;
  }
}

function isHealthy({ StackStatus }: Stack): boolean {
  const status = StackStatus ?? '';
  return /^(CREATE|UPDATE|UPDATE_.+)_COMPLETE$/.test(status);
}

async function deleteStack(
  client: CloudFormationClient,
  stackName: string,
): Promise<void> {
  await client.send(new DeleteStackCommand({ StackName: stackName }));
  await waitForStack(client, stackName);
}

async function waitForStack(
  client: CloudFormationClient,
  stackName: string,
): Promise<Stack | undefined> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const stack = await findStack(client, stackName);
    if (
      stack === undefined ||
      stack.StackStatus?.endsWith('_IN_PROGRESS') !== true
    )
      return stack;
    if (Date.now() > deadline)
      throw stackFailure(
        stackName,
        `is still ${stack.StackStatus} after ${TIMEOUT_MS / 1000} s`,
      );
    await sleep(POLL_MS);
  }
}

async function failureReasons(
  client: CloudFormationClient,
  stackName: string,
  stack: Stack | undefined,
): Promise<string> {
  const { StackEvents = [] } = await client.send(
    new DescribeStackEventsCommand({ StackName: stackName }),
  );
  const failed = StackEvents.filter(({ ResourceStatus = '' }) =>
    ResourceStatus.endsWith('_FAILED'),
  ).map(
    ({ LogicalResourceId, ResourceType, ResourceStatusReason }) =>
      `    ${LogicalResourceId} (${ResourceType}): ${ResourceStatusReason ?? 'no reason given'}`,
  );
  return [
    `ended as ${stack?.StackStatus ?? 'deleted'}: ${stack?.StackStatusReason ?? ''}`,
    ...failed,
  ].join('\n');
}

function stackFailure(stackName: string, problem: string): StartFailure {
  return new StartFailure(
    `the stack ${stackName} could not be deployed: ${problem}`,
    'Mend its template in cloudformation/ and start again; npm start -- --fresh begins with nothing deployed.',
  );
}
