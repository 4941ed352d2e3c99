import { usdToNano } from '@plot-palette/domain';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from '../bootstrap';
import type { ApiConfig } from '../config';
import { LifecycleFunctions } from '../lifecycle/lifecycle-functions';
import { MemoryStores } from './memory-stores.fixture';
import { MemoryStudio } from './memory-studio.fixture';
import { CLIENT_ID, ISSUER, TokenIssuer } from './token-issuer.fixture';
import { ADMIN } from './users.fixture';
import { MemoryPipelineExecutions } from './memory-pipelines.fixture';
import { SignedRequests } from '../pipelines/signed-requests';

export { ADMIN, STRANGER, USER } from './users.fixture';

class RecordingFunctions extends LifecycleFunctions {
  readonly dispatched: string[] = [];
  readonly deleted: string[] = [];
  readonly generated: string[] = [];
  failing = false;

  async dispatch(jobId: string): Promise<void> {
    if (this.failing) throw new Error('the function cannot be reached');
    this.dispatched.push(jobId);
  }

  async deleteJob(jobId: string): Promise<void> {
    if (this.failing) throw new Error('the function cannot be reached');
    this.deleted.push(jobId);
  }

  async generateRun(runId: string): Promise<void> {
    if (this.failing) throw new Error('the function cannot be reached');
    this.generated.push(runId);
  }
}

/** As if a gateway had checked a signature of this principal. */
class SettableSignature extends SignedRequests {
  arn: string | undefined;

  principal(): string | undefined {
    return this.arn;
  }
}

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** The whole application on a free port, with a real token issuer and stores in memory. */
export class RunningApi {
  private constructor(
    readonly issuer: TokenIssuer,
    readonly app: NestExpressApplication,
    readonly url: string,
    readonly stores: MemoryStores,
    readonly studio: MemoryStudio,
    readonly functions: RecordingFunctions,
    readonly pipelines: MemoryPipelineExecutions,
    readonly signature: SettableSignature,
  ) {}

  static async start(): Promise<RunningApi> {
    const issuer = await TokenIssuer.start();
    const stores = new MemoryStores();
    const studio = new MemoryStudio();
    const functions = new RecordingFunctions();
    const pipelines = new MemoryPipelineExecutions();
    const signature = new SettableSignature();
    const app = await createApp(configFor(issuer), {
      stores: stores.asStores(),
      studio: studio.asStores(),
      functions,
      pipelineExecutions: pipelines.asExecutions(),
      signedRequests: signature,
    });
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    return new RunningApi(
      issuer,
      app,
      url,
      stores,
      studio,
      functions,
      pipelines,
      signature,
    );
  }

  async stop(): Promise<void> {
    await this.app.close();
    this.issuer.stop();
  }

  /** A JSON request as a user; `headers` may replace any header. */
  async call<Body = Record<string, unknown>>(
    userId: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const groups = userId === ADMIN ? { 'cognito:groups': ['admin'] } : {};
    return this.request<Body>(method, path, {
      headers: {
        authorization: `Bearer ${this.issuer.token(userId, groups)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async request<Body = Record<string, unknown>>(
    method: string,
    path: string,
    init: RequestInit = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.url}${path}`, { ...init, method });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as Body,
    };
  }
}

function configFor(issuer: TokenIssuer): ApiConfig {
  return {
    stores: {
      bucket: 'bucket',
      tables: {
        jobs: 'jobs',
        queue: 'queue',
        ledger: 'ledger',
        templates: 'templates',
        seedData: 'seeds',
        costTracking: 'costs',
        checkpointMetadata: 'shards',
      },
    },
    studioTables: {
      projects: 'projects',
      prompts: 'prompts',
      chatHistory: 'chat-history',
      runEvents: 'run-events',
      connections: 'connections',
      studioMetrics: 'studio-metrics',
      pipelineLogs: 'pipeline-logs',
    },
    region: 'us-east-1',
    port: 0,
    logLevel: 'silent',
    consoleOrigin: 'https://console.example',
    socketUrl: 'wss://socket.example/live',
    eventsUrl: 'https://events.example/',
    monthlyCapNanoUsd: usdToNano(20),
    tokens: {
      issuer: ISSUER,
      clientId: CLIENT_ID,
      jwksUrl: issuer.jwksUrl,
    },
    functions: { dispatch: 'dispatch', deleteJob: 'delete-job', run: 'run' },
    pipelineStateMachineArn: 'arn:aws:states:us-east-1:1:stateMachine:pipeline',
  };
}
