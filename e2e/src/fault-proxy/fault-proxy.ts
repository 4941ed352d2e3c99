import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRefusal, refusal, type Fault } from './fault';
import { requestKind, type RequestKind } from './request-kind';
import type { Side, StopSignal, Trouble } from './trouble';
import { forward, replyBytes, type Reply } from './upstream';

export interface FaultProxyOptions {
  readonly awsUrl: string;
  readonly modelUrl: string;
  /** Sent along with every call of a model. */
  readonly modelHeaders: Readonly<Record<string, string>>;
  /** How late a DELAYed reply comes. */
  readonly delayMs: Readonly<Record<'store' | 'model', number>>;
}

/** One request that the worker made, in order of arrival. */
export interface SeenRequest extends RequestKind {
  /** Of the service's reply; absent when it was not sent on. */
  status?: number;
}

/** Between one worker and S3, DynamoDB and Bedrock: numbers its requests from 1 and brings trouble to one of them. */
export class FaultProxy {
  seen: SeenRequest[] = [];
  /** The trouble has happened. */
  struck = false;
  /** Told when it does. */
  onStruck: () => void = () => undefined;
  /** Told of the first request. */
  onFirst: () => void = () => undefined;
  private trouble: Trouble | undefined;
  private signal: (signal: StopSignal) => void = () => undefined;
  private readonly pending = new Set<Promise<void>>();

  private constructor(
    private readonly server: Server,
    private readonly options: FaultProxyOptions,
  ) {
    server.on('request', (request, response) => {
      const handled = this.handle(request, response);
      this.pending.add(handled);
      void handled.finally(() => this.pending.delete(handled));
    });
  }

  static async listen(options: FaultProxyOptions): Promise<FaultProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultProxy(server, options);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next worker's requests are counted anew. */
  expect(
    trouble: Trouble | undefined,
    signal: (signal: StopSignal) => void,
  ): void {
    this.seen = [];
    this.struck = false;
    this.trouble = trouble;
    this.signal = signal;
  }

  /** Resolves when every request that was sent on has been answered, and so is done and billed. */
  async settled(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      const body = await buffer(request);
      const seen: SeenRequest = requestKind(request, body);
      const number = this.seen.push(seen);
      if (number === 1) this.onFirst();
      const trouble = this.troubleAt(number);
      await this.answer(request, response, body, seen, trouble);
    } catch {
      // The worker has gone while it asked.
      response.socket?.destroy();
    }
  }

  private troubleAt(number: number): Trouble | undefined {
    const { trouble } = this;
    if (trouble === undefined || number < trouble.at) return undefined;
    if (number > trouble.at && trouble.kind !== 'PARTITION') return undefined;
    if (!this.struck) this.onStruck();
    this.struck = true;
    return trouble;
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    seen: SeenRequest,
    trouble: Trouble | undefined,
  ): Promise<void> {
    const { socket } = request;
    if (trouble?.kind === 'PARTITION') await trouble.healed;
    if (trouble?.kind === 'FAULT' && isRefusal(trouble.fault))
      return writeReply(response, refusal(trouble.fault, seen.service));
    if (trouble?.kind === 'FAULT' && trouble.fault === 'RESET')
      return void socket.resetAndDestroy();
    if (trouble?.kind === 'FAULT' && trouble.fault === 'BLACK_HOLE') return;
    if (this.strike(trouble, 'BEFORE')) return void socket.destroy();
    const reply = await this.done(request, body, seen);
    if (this.strike(trouble, 'DONE')) return void socket.destroy();
    if (trouble?.kind === 'FAULT')
      return this.spoil(trouble.fault, seen, reply, response);
    response.once('finish', () => this.strike(trouble, 'REPLIED'));
    writeReply(response, reply);
  }

  /** @returns true when the worker that asked is no more. */
  private strike(trouble: Trouble | undefined, side: Side): boolean {
    if (trouble?.kind !== 'SIGNAL' || trouble.side !== side) return false;
    this.signal(trouble.signal);
    return trouble.signal === 'SIGKILL';
  }

  private async done(
    request: IncomingMessage,
    body: Buffer,
    seen: SeenRequest,
  ): Promise<Reply> {
    const { awsUrl, modelUrl, modelHeaders } = this.options;
    const reply = await (seen.service === 'bedrock'
      ? forward(request, body, modelUrl, modelHeaders)
      : forward(request, body, awsUrl, {}));
    seen.status = reply.status;
    return reply;
  }

  /** It was done, but the worker does not hear of it as it should. */
  private async spoil(
    fault: Fault,
    { service }: SeenRequest,
    reply: Reply,
    response: ServerResponse,
  ): Promise<void> {
    const { model, store } = this.options.delayMs;
    switch (fault) {
      case 'DONE_BUT_500':
        return writeReply(response, refusal(fault, service));
      case 'HALF_REPLY': {
        const bytes = replyBytes(reply);
        response.socket?.end(bytes.subarray(0, bytes.length / 2));
        return;
      }
      case 'DELAY':
        await sleep(service === 'bedrock' ? model : store);
        return writeReply(response, reply);
      default:
        response.socket?.destroy();
    }
  }
}

function writeReply(
  response: ServerResponse,
  { status, headers, body }: Reply,
): void {
  response.writeHead(status, [...headers]).end(body);
}
