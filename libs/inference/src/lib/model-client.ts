import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type BedrockRuntimeClientConfig,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  type ConverseStreamCommandInput,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import {
  ModelReplyLost,
  modelFailure,
  streamFailure,
} from './reply/model-failure';
import type { ModelReply } from './reply/model-reply';
import type { StreamPart } from './reply/stream-part';
import { streamPartsOf } from './reply/stream-parts';
import { normaliseUsage } from './reply/usage';

export interface CallOptions {
  readonly signal: AbortSignal;
}

/** One call to a model, never repeated by itself: every try is seen, paced and paid by the caller. */
export interface ModelClient {
  /** @throws ModelThrottled, ModelUnavailable, ModelReplyLost or ModelRefused */
  call(input: ConverseCommandInput, options: CallOptions): Promise<ModelReply>;
  close(): void;
}

/** The same, for answers that are read while they are written. */
export interface StreamingModelClient {
  /**
   * The parts as they come. When the signal is aborted the call ends, at the model as well; without a usage part at the end
   * nobody said what was used.
   * @throws ModelThrottled, ModelUnavailable, ModelReplyLost or ModelRefused, before the first part or between two
   */
  stream(
    input: ConverseStreamCommandInput,
    options: CallOptions,
  ): AsyncIterable<StreamPart>;
  close(): void;
}

export interface ModelClientOptions {
  /** Calls that may be in flight at once: the size of the connection pool. */
  readonly concurrency: number;
  readonly callTimeoutMs: number;
  /** In place of Node's own HTTP client. */
  readonly requestHandler?: BedrockRuntimeClientConfig['requestHandler'];
}

export const DEFAULT_CALL_TIMEOUT_MS = 120_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Region, credentials and endpoint come from where the SDK looks for them. */
export function createModelClient(
  options: ModelClientOptions,
): ModelClient & StreamingModelClient {
  const client = new BedrockRuntimeClient({
    maxAttempts: 1,
    requestHandler: options.requestHandler ?? pooledHandler(options),
  });
  return {
    async call(input, { signal }) {
      const startedMs = performance.now();
      const timeout = AbortSignal.timeout(options.callTimeoutMs);
      try {
        const output = await client.send(new ConverseCommand(input), {
          abortSignal: AbortSignal.any([signal, timeout]),
        });
        return toReply(input, output, performance.now() - startedMs);
      } catch (error) {
        throw error instanceof ModelReplyLost ? error : modelFailure(error);
      }
    },
    async *stream(input, { signal }) {
      const { modelId = '' } = input;
      const events = await client
        .send(new ConverseStreamCommand(input), { abortSignal: signal })
        .catch((error: unknown) => {
          throw modelFailure(error);
        });
      try {
        for await (const event of events.stream ?? [])
          yield* streamPartsOf(modelId, event);
      } catch (error) {
        throw streamFailure(error);
      }
    },
    close: () => client.destroy(),
  };
}

function pooledHandler({
  concurrency,
  callTimeoutMs,
}: ModelClientOptions): NodeHttpHandler {
  const pool = { keepAlive: true, maxSockets: concurrency };
  return new NodeHttpHandler({
    httpAgent: new HttpAgent(pool),
    httpsAgent: new HttpsAgent(pool),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: callTimeoutMs,
    socketAcquisitionWarningTimeout: callTimeoutMs,
  });
}

function toReply(
  { modelId = '' }: ConverseCommandInput,
  { output, stopReason, usage }: ConverseCommandOutput,
  latencyMs: number,
): ModelReply {
  if (usage === undefined)
    throw new ModelReplyLost('The reply does not say what the call used.');
  const blocks = output?.message?.content ?? [];
  return {
    text: blocks.map(({ text = '' }) => text).join(''),
    stopReason: stopReason ?? 'unknown',
    usage: normaliseUsage(modelId, usage),
    latencyMs: Math.round(latencyMs),
  };
}
