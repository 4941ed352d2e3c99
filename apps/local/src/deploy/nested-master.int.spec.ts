import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { AwsClients } from '../aws-clients';
import { runningCloud } from '../running-cloud.fixture';
import { Workspace } from '../workspace';
import { ARTIFACT_BUCKET } from './deploy-stacks';
import { parseTemplate } from './master-template';
import { readRelease, uploadRelease } from './release';

const WORKSPACE_ROOT = resolve(__dirname, '..', '..', '..', '..');
const POLL_MS = 250;

/** What the local cloud does not do itself: it deploys the children one by one. On AWS the master creates them. */
describe('the master template', () => {
  const cloud = runningCloud();
  const clients = new AwsClients(cloud.awsEndpointUrl);
  const stackName = `nested-master-${randomUUID().slice(0, 8)}`;
  let children: readonly string[];
  let created: readonly string[] = [];

  beforeAll(async () => {
    const release = await readRelease(new Workspace(WORKSPACE_ROOT));
    await uploadRelease(clients.s3, ARTIFACT_BUCKET, release);
    const master = release.files.find(({ path }) =>
      path.endsWith('master.yaml'),
    );
    const text = master?.content.toString('utf8') ?? '';
    children = childNames(text);
    const folder = `${cloud.awsEndpointUrl}/${ARTIFACT_BUCKET}/${release.prefix}/cloudformation`;
    const body = text.replaceAll(/(TemplateURL: )\.\//g, `$1${folder}/`);
    // Beside the release, as the deploy tool does: the master is too long to be sent along.
    const key = `nested-master/${stackName}/master.yaml`;
    await clients.s3.send(
      new PutObjectCommand({ Bucket: ARTIFACT_BUCKET, Key: key, Body: body }),
    );
    const parameters = {
      AdminEmail: 'nested@plot-palette.local',
      Environment: 'local',
      Hosting: 'none',
      ConsoleOrigin: cloud.consoleUrl,
      ArtifactBucket: ARTIFACT_BUCKET,
      ArtifactPrefix: release.prefix,
      WorkerImageUri: 'plot-palette-worker:local',
    };
    await clients.cloudFormation.send(
      new CreateStackCommand({
        StackName: stackName,
        TemplateURL: `${cloud.awsEndpointUrl}/${ARTIFACT_BUCKET}/${key}`,
        Capabilities: ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
        Parameters: Object.entries(parameters).map(
          ([ParameterKey, ParameterValue]) => ({
            ParameterKey,
            ParameterValue,
          }),
        ),
      }),
    );
  });

  afterAll(() => clients.destroy());

  it('creates all its children', async () => {
    expect(await settledStatus(stackName)).toBe('CREATE_COMPLETE');
    const { StackResourceSummaries = [] } = await clients.cloudFormation.send(
      new ListStackResourcesCommand({ StackName: stackName }),
    );
    const stacks = StackResourceSummaries.filter(
      ({ ResourceType }) => ResourceType === 'AWS::CloudFormation::Stack',
    );
    expect(
      stacks.map(({ LogicalResourceId }) => LogicalResourceId).sort(),
    ).toEqual(children);
    created = stacks.map(({ PhysicalResourceId = '' }) => PhysicalResourceId);
    for (const child of created)
      expect(await settledStatus(child)).toBe('CREATE_COMPLETE');
  });

  it('deletes all of them', async () => {
    await clients.cloudFormation.send(
      new DeleteStackCommand({ StackName: stackName }),
    );
    for (const stack of [stackName, ...created])
      expect(await settledStatus(stack)).toBe('DELETE_COMPLETE');
  });

  /** The status once nothing is under way any more, with what failed. */
  async function settledStatus(stack: string): Promise<string> {
    for (;;) {
      const status = await statusOf(stack);
      if (status.endsWith('_FAILED') || status.startsWith('ROLLBACK'))
        return `${status}: ${await failures(stack)}`;
      if (!status.endsWith('_IN_PROGRESS')) return status;
      await sleep(POLL_MS);
    }
  }

  /** A stack that is gone cannot be asked for by its name any more. */
  async function statusOf(stack: string): Promise<string> {
    try {
      const { Stacks = [] } = await clients.cloudFormation.send(
        new DescribeStacksCommand({ StackName: stack }),
      );
      return Stacks[0]?.StackStatus ?? 'DELETE_COMPLETE';
    } catch (error) {
      if (String(error).includes('does not exist')) return 'DELETE_COMPLETE';
      throw error;
    }
  }

  async function failures(stack: string): Promise<string> {
    const { StackEvents = [] } = await clients.cloudFormation.send(
      new DescribeStackEventsCommand({ StackName: stack }),
    );
    return StackEvents.filter(({ ResourceStatus = '' }) =>
      ResourceStatus.endsWith('_FAILED'),
    )
      .map(
        ({ LogicalResourceId, ResourceStatusReason }) =>
          `${LogicalResourceId}: ${ResourceStatusReason}`,
      )
      .join('; ');
  }
});

function childNames(master: string): string[] {
  return [...parseTemplate(master).resources]
    .filter(([, { type }]) => type === 'AWS::CloudFormation::Stack')
    .map(([name]) => name)
    .sort();
}
