import type { JobStatus } from '@aws-sdk/client-amplify';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { consoleResource } from './console-resource';
import { readArchive, releaseArchive } from './release-archive.fixture';
import type { ReleaseTools } from './release-console';

const UPLOAD_URL = 'https://upload.example.com/zip';
const RESPONSE_URL = 'https://stack.example.com/answer';
const PROPERTIES = {
  ServiceToken: 'arn:aws:lambda:eu-west-1:1:function:deploy',
  AppId: 'd1',
  BranchName: 'main',
  ArtifactBucket: 'releases',
  ArtifactKey: '1.0.0/console.zip',
  Config: { apiUrl: 'https://api.example.com', region: 'eu-west-1' },
};

type Changes = Partial<{
  RequestType: 'Create' | 'Update' | 'Delete';
  ResourceProperties: Record<string, unknown>;
}>;

function request(changes: Changes = {}): CloudFormationCustomResourceEvent {
  return {
    RequestType: 'Create',
    ServiceToken: PROPERTIES.ServiceToken,
    ResponseURL: RESPONSE_URL,
    StackId: 'stack-1',
    RequestId: 'request-1',
    LogicalResourceId: 'ConsoleDeployment',
    PhysicalResourceId: 'd1/main',
    ResourceType: 'Custom::ConsoleDeployment',
    ResourceProperties: PROPERTIES,
    ...changes,
  } as CloudFormationCustomResourceEvent;
}

/** An Amplify branch that remembers what was done to it, and the other end of every PUT. */
class FakeCloud {
  readonly calls: string[] = [];
  readonly puts: { url: string; contentType: string; body: Buffer }[] = [];
  statuses: JobStatus[] = ['PENDING', 'RUNNING', 'SUCCEED'];
  stepReasons: string[] = [];
  uploadStatus = 200;
  answerStatuses = [200];
  remainingMs = 600_000;

  readonly tools: ReleaseTools = {
    amplify: {
      createDeployment: async () => {
        this.calls.push('create');
        return { jobId: '7', zipUploadUrl: UPLOAD_URL, fileUploadUrls: {} };
      },
      startDeployment: async ({ jobId }: { jobId?: string }) => {
        this.calls.push(`start ${jobId}`);
        return {};
      },
      getJob: async () => ({
        job: {
          summary: { status: this.statuses.shift() ?? 'RUNNING' },
          steps: this.stepReasons.map((statusReason) => ({ statusReason })),
        },
      }),
      stopJob: async ({ jobId }: { jobId: string }) => {
        this.calls.push(`stop ${jobId}`);
        return {};
      },
    } as unknown as ReleaseTools['amplify'],
    readObject: async (bucket, key) => {
      if (key.includes('missing'))
        throw new Error('The specified key does not exist.');
      this.calls.push(`read ${bucket}/${key}`);
      return releaseArchive;
    },
    fetch: (async (url: string, init: RequestInit) => {
      const body = init.body as string | Uint8Array;
      const contentType =
        new Headers(init.headers).get('content-type') ?? 'none';
      this.puts.push({ url, contentType, body: Buffer.from(body) });
      const status =
        url === UPLOAD_URL
          ? this.uploadStatus
          : (this.answerStatuses.shift() ?? 200);
      if (status === 0) throw new Error('socket hang up');
      return new Response(undefined, { status });
    }) as typeof fetch,
    sleep: async (ms) => {
      this.remainingMs -= ms;
    },
  };

  handle(event: CloudFormationCustomResourceEvent): Promise<void> {
    return consoleResource(this.tools)(event, {
      getRemainingTimeInMillis: () => this.remainingMs,
    });
  }

  answers(): Record<string, unknown>[] {
    return this.puts
      .filter(({ url }) => url === RESPONSE_URL)
      .map(({ body }) => JSON.parse(body.toString()));
  }
}

describe(consoleResource.name, () => {
  it.each(['Create', 'Update'] as const)(
    'deploys the release with its configuration on %s',
    async (RequestType) => {
      const cloud = new FakeCloud();
      await cloud.handle(request({ RequestType }));
      expect(cloud.calls).toEqual([
        'read releases/1.0.0/console.zip',
        'create',
        'start 7',
      ]);
      const upload = cloud.puts.find(({ url }) => url === UPLOAD_URL);
      expect(upload?.contentType).toBe('application/zip');
      const files = new Map(readArchive(upload?.body ?? Buffer.alloc(0)));
      expect(JSON.parse(files.get('config.json') ?? '')).toEqual(
        PROPERTIES.Config,
      );
      expect(files.get('index.html')).toContain('console');
      expect(cloud.answers()).toEqual([
        {
          Status: 'SUCCESS',
          PhysicalResourceId: 'd1/main',
          StackId: 'stack-1',
          RequestId: 'request-1',
          LogicalResourceId: 'ConsoleDeployment',
          Data: { JobId: '7' },
        },
      ]);
    },
  );

  it('answers with the empty content type that the address is signed for', async () => {
    const cloud = new FakeCloud();
    await cloud.handle(request());
    expect(
      cloud.puts.find(({ url }) => url === RESPONSE_URL)?.contentType,
    ).toBe('');
  });

  it('leaves Amplify alone on Delete', async () => {
    const cloud = new FakeCloud();
    await cloud.handle(
      request({ RequestType: 'Delete', ResourceProperties: {} }),
    );
    expect(cloud.calls).toEqual([]);
    expect(cloud.answers()).toMatchObject([
      { Status: 'SUCCESS', PhysicalResourceId: 'd1/main' },
    ]);
  });

  it('reports why Amplify failed, and keeps its id on Update', async () => {
    const cloud = new FakeCloud();
    cloud.statuses = ['RUNNING', 'FAILED'];
    cloud.stepReasons = ['No index.html in the archive.'];
    await cloud.handle(request({ RequestType: 'Update' }));
    expect(cloud.answers()).toMatchObject([
      {
        Status: 'FAILED',
        PhysicalResourceId: 'd1/main',
        Reason: 'Amplify ended job 7 FAILED. No index.html in the archive.',
      },
    ]);
  });

  it('stops the job when the upload is refused, so that the next deployment is not blocked', async () => {
    const cloud = new FakeCloud();
    cloud.uploadStatus = 403;
    await cloud.handle(request());
    expect(cloud.calls.slice(1)).toEqual(['create', 'stop 7']);
    expect(cloud.answers()).toMatchObject([
      { Status: 'FAILED', Reason: expect.stringContaining('HTTP 403') },
    ]);
  });

  it('answers before its own time is up', async () => {
    const cloud = new FakeCloud();
    cloud.statuses = [];
    await cloud.handle(request());
    expect(cloud.remainingMs).toBeGreaterThan(10_000);
    expect(cloud.calls).toContain('stop 7');
    expect(cloud.answers()).toMatchObject([
      { Status: 'FAILED', Reason: expect.stringContaining('in time') },
    ]);
  });

  it('names the archive that it cannot read, and starts nothing', async () => {
    const cloud = new FakeCloud();
    const ResourceProperties = { ...PROPERTIES, ArtifactKey: 'missing.zip' };
    await cloud.handle(request({ ResourceProperties }));
    expect(cloud.calls).toEqual([]);
    expect(cloud.answers()).toMatchObject([
      {
        Status: 'FAILED',
        Reason: expect.stringContaining('s3://releases/missing.zip'),
      },
    ]);
  });

  it('names the property that is wrong', async () => {
    const cloud = new FakeCloud();
    await cloud.handle(
      request({ ResourceProperties: { ...PROPERTIES, AppId: '' } }),
    );
    expect(cloud.answers()).toMatchObject([
      { Status: 'FAILED', Reason: expect.stringContaining('AppId') },
    ]);
  });

  it('answers again when the first tries fail', async () => {
    const cloud = new FakeCloud();
    cloud.answerStatuses = [503, 0, 200];
    await cloud.handle(request());
    expect(cloud.answers()).toHaveLength(3);
  });

  it('fails visibly when no answer can be delivered', async () => {
    const cloud = new FakeCloud();
    cloud.answerStatuses = [500, 500, 500, 500];
    await expect(cloud.handle(request())).rejects.toThrow('HTTP 500');
  });
});
