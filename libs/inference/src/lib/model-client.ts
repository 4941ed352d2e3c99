import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  type BedrockRuntimeClientConfig,
  type ConverseCommandInput,
  type ConverseCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { ModelReplyLost, modelFailure } from './reply/model-failure';
import type { ModelReply } from './reply/model-reply';
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
export function createModelClient(options: ModelClientOptions): ModelClient {
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
