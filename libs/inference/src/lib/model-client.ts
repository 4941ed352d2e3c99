import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import type { ConverseReply } from './reply/converse-reply';
import {
  ModelReplyLost,
  modelFailure,
  streamFailure,
} from './reply/model-failure';
import type { ModelReply } from './reply/model-reply';
import type { StreamPart } from './reply/stream-part';
import { streamPartsOf } from './reply/stream-parts';
import { normaliseUsage } from './reply/usage';
import type { TextInput } from './request/text-input';
import { DirectConverse } from './transport/direct-converse';
import {
  ModelTransport,
  type TransportOptions,
} from './transport/model-transport';
import { Sha256 } from './transport/sha256';

export interface CallOptions {
  readonly signal: AbortSignal;
}

/** One call to a model, never repeated by itself: every try is seen, paced and paid by the caller. */
export interface ModelClient {
  /** @throws ModelThrottled, ModelUnavailable, ModelReplyLost or ModelRefused */
  call(input: TextInput, options: CallOptions): Promise<ModelReply>;
  close(): void;
}

/** The same, for answers that are read while they are written. */
export interface StreamingModelClient {
  /**
   * The parts as they come. When the signal is aborted the call ends, at the model as well; without a usage part at the end
   * nobody said what was used.
   * @throws ModelThrottled, ModelUnavailable, ModelReplyLost or ModelRefused, before the first part or between two
   */
  stream(input: TextInput, options: CallOptions): AsyncIterable<StreamPart>;
  close(): void;
}

export type ModelClientOptions = TransportOptions;

export const DEFAULT_CALL_TIMEOUT_MS = 120_000;

/** Region, credentials and endpoint come from where the SDK looks for them. */
export function createModelClient(
  options: ModelClientOptions,
): ModelClient & StreamingModelClient {
  const client = new BedrockRuntimeClient({
    maxAttempts: 1,
    requestHandler: new ModelTransport(options),
    sha256: Sha256,
  });
  const converse = new DirectConverse(client.config);
  return {
    async call(input, { signal }) {
      const startedMs = performance.now();
      try {
        const output = await converse.send(input, { abortSignal: signal });
        return toReply(input, output, performance.now() - startedMs);
      } catch (error) {
        throw error instanceof ModelReplyLost ? error : modelFailure(error);
      }
    },
    async *stream(input, { signal }) {
      const { modelId } = input;
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

function toReply(
  { modelId }: TextInput,
  { output, stopReason, usage }: ConverseReply,
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
