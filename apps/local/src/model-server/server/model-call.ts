import { randomUUID } from 'node:crypto';
import type { CallContext, ModelAnswer } from '../model-backend';
import type { ModelRequest } from '../model-request';
import type { Operation } from '../stats/stats';
import { BedrockError } from '../wire/bedrock-error';
import { converseReply } from '../wire/converse-reply';
import {
  readConverseRequest,
  readCountTokensRequest,
} from '../wire/converse-request';
import { ConverseStreamWriter } from '../wire/converse-stream-writer';
import { exceptionFrame } from '../wire/event-frame';
import { LostReply } from '../wire/lost-reply';
import type { Exchange } from './exchange';
import { readJson } from './read-json';
import { replyError, replyJson } from './reply';
import type { ServerState } from './server-state';

const AUTHORIZATION =
  /^(?:Bearer \S|AWS4-HMAC-SHA256 |AWS4-ECDSA-P256-SHA256 )/;

/** One call of a model operation, from its request to its last byte, counted on the way. */
export class ModelCall {
  private readonly startedAtMs = performance.now();
  private request: ModelRequest | undefined;
  private streaming = false;

  constructor(
    private readonly exchange: Exchange,
    private readonly operation: Operation,
    private readonly modelId: string,
    private readonly state: ServerState,
  ) {}

  async run(): Promise<void> {
    this.state.stats.callStarted(this.operation);
    try {
      await this.answer();
    } catch (error) {
      this.fail(error);
    } finally {
      this.state.stats.callEnded();
    }
  }

  private async answer(): Promise<void> {
    const { exchange, modelId, state } = this;
    const body = await readJson(exchange.body, state.maxBodyBytes);
    if (!AUTHORIZATION.test(exchange.header('authorization') ?? '')) {
      throw new BedrockError(
        'AccessDeniedException',
        'The request is not signed: send an AWS signature or a bearer token (any will do here).',
      );
    }
    if (this.operation === 'countTokens') {
      const inputTokens = await state.backend.countTokens(
        readCountTokensRequest(modelId, body),
      );
      replyJson(exchange, 200, { inputTokens });
      state.stats.callAnswered();
      return;
    }
    this.request = readConverseRequest(modelId, body);
    await (this.operation === 'converse'
      ? this.converse(this.request)
      : this.converseStream(this.request));
  }

  private async converse(request: ModelRequest): Promise<void> {
    const answer = await this.state.backend.generate(
      request,
      this.context(request, undefined),
    );
    this.answered(request, answer);
    replyJson(
      this.exchange,
      200,
      converseReply(request, answer, this.latencyMs()),
    );
  }

  private async converseStream(request: ModelRequest): Promise<void> {
    const writer = new ConverseStreamWriter(request, (frame) => {
      this.openStream();
      this.exchange.write(frame);
    });
    const answer = await this.state.backend.generate(
      request,
      this.context(request, (text) => writer.text(text)),
    );
    this.answered(request, answer);
    writer.finish(answer, this.latencyMs());
    this.exchange.end();
  }

  private context(
    request: ModelRequest,
    onText: CallContext['onText'],
  ): CallContext {
    const { exchange, state } = this;
    return {
      attempt: state.stats.promptAsked(request),
      signal: exchange.signal,
      onText,
      header: (name) => exchange.header(name),
    };
  }

  private answered(request: ModelRequest, answer: ModelAnswer): void {
    const { stats } = this.state;
    stats.billed(request, answer.usage);
    stats.callAnswered(answer.stopReason);
  }

  private openStream(): void {
    if (this.streaming) return;
    this.streaming = true;
    this.exchange.openStream({
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-requestid': randomUUID(),
    });
  }

  private fail(error: unknown): void {
    const { exchange, state, request } = this;
    if (error instanceof LostReply) {
      if (request !== undefined) state.stats.billed(request, error.billed);
      state.stats.replyLost(error.billed);
      state.stats.callFailed(error.reason);
      exchange.reset();
      return;
    }
    if (exchange.signal.aborted) {
      state.stats.callFailed('aborted');
      return;
    }
    const known = error instanceof BedrockError ? error : defect(error);
    if (request !== undefined && known.billed !== undefined)
      state.stats.billed(request, known.billed);
    state.stats.callFailed(
      this.streaming ? `${known.name} in stream` : known.name,
    );
    this.replyFailure(known);
  }

  private replyFailure(error: BedrockError): void {
    if (!this.streaming) {
      replyError(this.exchange, error);
      return;
    }
    this.exchange.write(exceptionFrame(error.eventName, error.message));
    this.exchange.end();
  }

  private latencyMs(): number {
    return Math.round(performance.now() - this.startedAtMs);
  }
}

function defect(error: unknown): BedrockError {
  process.stderr.write(
    `${JSON.stringify({ event: 'model-server.defect', error: error instanceof Error ? error.stack : String(error) })}\n`,
  );
  return new BedrockError(
    'InternalServerException',
    'The model server failed to answer; its log says more.',
    { cause: error },
  );
}
