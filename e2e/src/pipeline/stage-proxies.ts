import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { refusal } from '../fault-proxy/fault';
import { requestKind, type Service } from '../fault-proxy/request-kind';
import { forward, type Reply } from '../fault-proxy/upstream';
import {
  faultIn,
  PIPELINE_STATES,
  type PipelineFault,
  type PipelineStateName,
} from './pipeline-fault';

/** More than the SDK's three tries of one invocation. */
const OUTAGE_REQUESTS = 4;
const PIPELINE_ID = /p-[0-9a-f]{32}/;

/** What HELD requests wait for. */
interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function newGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** What is known of one execution that has been seen. */
interface Seen {
  readonly fault: PipelineFault | undefined;
  refused: number;
  readonly gate: Gate;
}

/**
 * Between the functions of the pipeline and S3 and DynamoDB, one for each state, so that trouble can be brought to one
 * state of one execution. Which trouble says the message, as the first state reads it.
 */
export class StageProxies {
  private readonly executions = new Map<string, Seen>();
  private readonly servers = new Map<PipelineStateName, Server>();

  private constructor(private readonly awsUrl: string) {}

  static async open(awsUrl: string): Promise<StageProxies> {
    const proxies = new StageProxies(awsUrl);
    for (const state of PIPELINE_STATES) {
      const server = createServer((request, response) => {
        proxies
          .handle(state, request, response)
          .catch(() => response.socket?.destroy());
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      proxies.servers.set(state, server);
    }
    return proxies;
  }

  url(state: PipelineStateName): string {
    const { port } = this.servers.get(state)?.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Lets go what was HELD. */
  release(pipelineId: string): void {
    this.executions.get(pipelineId)?.gate.open();
  }

  close(): void {
    for (const { gate } of this.executions.values()) gate.open();
    for (const server of this.servers.values()) {
      server.closeAllConnections();
      server.close();
    }
  }

  private async handle(
    state: PipelineStateName,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await buffer(request);
    const id = PIPELINE_ID.exec(`${request.url}\n${body.toString('latin1')}`);
    const { service } = requestKind(request, body);
    const seen = id && (await this.execution(id[0], request, body));
    const refused = seen && (await this.trouble(state, seen, service));
    const reply = refused ?? (await forward(request, body, this.awsUrl, {}));
    response.writeHead(reply.status, [...reply.headers]).end(reply.body);
  }

  /** The first request about an execution reads its message. */
  private async execution(
    id: string,
    request: IncomingMessage,
    body: Buffer,
  ): Promise<Seen> {
    const known = this.executions.get(id);
    if (known !== undefined) return known;
    const input = await forward(request, body, this.awsUrl, {});
    const seen = {
      fault: faultIn(input.body.toString('utf8')),
      refused: 0,
      gate: newGate(),
    };
    this.executions.set(id, seen);
    return seen;
  }

  private async trouble(
    state: PipelineStateName,
    seen: Seen,
    service: Service,
  ): Promise<Reply | undefined> {
    const { fault, gate } = seen;
    if (!fault?.at.includes(state)) return undefined;
    if (fault.trouble === 'DENIED') return denied(service);
    if (fault.trouble === 'HELD') await gate.opened;
    else if (seen.refused < OUTAGE_REQUESTS) {
      seen.refused += 1;
      return refusal('ERROR_503', service);
    }
    return undefined;
  }
}

/** What a policy that lacks a permission says: repeating does not help. */
function denied(service: Service): Reply {
  const message = 'Injected.';
  return service === 's3'
    ? {
        status: 403,
        headers: ['content-type', 'application/xml'],
        body: Buffer.from(
          `<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`,
        ),
      }
    : {
        status: 400,
        headers: ['content-type', 'application/x-amz-json-1.0'],
        body: Buffer.from(
          JSON.stringify({ __type: 'AccessDeniedException', message }),
        ),
      };
}
