import {
  Converse$,
  ConverseCommand,
  type BedrockRuntimeClientResolvedConfig,
} from '@aws-sdk/client-bedrock-runtime';
import {
  getEndpointFromInstructions,
  toEndpointV1,
} from '@smithy/core/endpoints';
import { operation } from '@smithy/core/schema';
import type {
  ClientProtocol,
  HttpHandlerOptions,
  HttpRequest,
  HttpResponse,
} from '@smithy/types';
import { readConverseReply, type ConverseReply } from '../reply/converse-reply';
import type { TextInput } from '../request/text-input';

const STATUS_OK = 200;

const [, namespace, name, traits, inputSchema, outputSchema] = Converse$;
const CONVERSE = operation(namespace, name, traits, inputSchema, outputSchema);

type Prepared = Awaited<ReturnType<typeof prepare>>;

/**
 * Converse with all of the SDK that makes the request and reads an error (its configuration, endpoint, signer, request handler,
 * errors), and without what it does anew for every call though it is the same for all of them: middleware that retries, logs
 * and names the agent, and the walk through the schemas of all that Converse knows. They take more processor time than the
 * rest (bench/model-calls).
 */
export class DirectConverse {
  private readonly prepared = new Map<string, Prepared>();

  constructor(private readonly config: BedrockRuntimeClientResolvedConfig) {}

  /** Rejects with the SDK's errors, with their `$response`, or with those of the request handler. */
  async send(
    { modelId, ...input }: TextInput,
    options: HttpHandlerOptions,
  ): Promise<ConverseReply> {
    const prepared = await this.preparedFor(modelId);
    const { context, signer, form } = prepared;
    const body = JSON.stringify(input);
    const headers = {
      ...form.headers,
      'content-length': String(Buffer.byteLength(body)),
    };
    const { response } = await context.requestHandler.handle(
      await signer.sign({ ...form, headers, body }),
      options,
    );
    try {
      return await replyOf(response, prepared);
    } catch (error) {
      if (error instanceof Error)
        Object.defineProperty(error, '$response', { value: response });
      throw error;
    }
  }

  private async preparedFor(modelId: string): Promise<Prepared> {
    const known = this.prepared.get(modelId);
    if (known !== undefined) return known;
    const prepared = await prepare(this.config, modelId);
    this.prepared.set(modelId, prepared);
    return prepared;
  }
}

/** What is the same for all calls of a model: of Converse's input only the model is not in the body. */
async function prepare(
  config: BedrockRuntimeClientResolvedConfig,
  modelId: string,
) {
  const input = { modelId };
  // The resolver changes its copy where the environment names an endpoint.
  const resolved = { ...config };
  const found = await getEndpointFromInstructions(
    input,
    ConverseCommand,
    resolved,
  );
  const endpoint = toEndpointV1(found);
  const context = { ...resolved, endpoint: async () => endpoint };
  const protocol: ClientProtocol<HttpRequest, HttpResponse> = config.protocol;
  const form = await protocol.serializeRequest(CONVERSE, input, context);
  const { hostname, port } = form;
  form.headers['host'] = port === undefined ? hostname : `${hostname}:${port}`;
  return { context, protocol, signer: await config.signer(), form };
}

/** The errors are the SDK's to read: it throws them. */
async function replyOf(
  response: HttpResponse,
  { context, protocol }: Prepared,
): Promise<ConverseReply> {
  const { statusCode, body } = response;
  return readConverseReply(
    statusCode === STATUS_OK && Buffer.isBuffer(body)
      ? JSON.parse(body.toString())
      : await protocol.deserializeResponse(CONVERSE, context, response),
  );
}
