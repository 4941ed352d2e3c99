import {
  Converse$,
  ConverseCommand,
  type BedrockRuntimeClientResolvedConfig,
  type ConverseCommandInput,
  type ConverseCommandOutput,
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

const [, namespace, name, traits, inputSchema, outputSchema] = Converse$;
const CONVERSE = operation(namespace, name, traits, inputSchema, outputSchema);

type Prepared = Awaited<ReturnType<typeof prepare>>;

/**
 * Converse with all of the SDK that makes the request and reads the reply (its configuration, endpoint, serializer, signer,
 * request handler, errors), and without the middleware between them: that retries, logs, names the agent and resolves anew,
 * for every call, what is the same for all of them, and takes more processor time than the rest (bench/model-calls).
 */
export class DirectConverse {
  private prepared: Prepared | undefined;

  constructor(private readonly config: BedrockRuntimeClientResolvedConfig) {}

  /** Rejects with the SDK's errors, with their `$response`, or with those of the request handler. */
  async send(
    input: ConverseCommandInput,
    options: HttpHandlerOptions,
  ): Promise<ConverseCommandOutput> {
    this.prepared ??= await prepare(this.config, input);
    const { context, protocol, signer } = this.prepared;
    const request = await protocol.serializeRequest(CONVERSE, input, context);
    const { hostname, port, body } = request;
    request.headers['host'] =
      port === undefined ? hostname : `${hostname}:${port}`;
    request.headers['content-length'] = String(Buffer.byteLength(body));
    const { response } = await context.requestHandler.handle(
      await signer.sign(request),
      options,
    );
    try {
      return await protocol.deserializeResponse(CONVERSE, context, response);
    } catch (error) {
      if (error instanceof Error)
        Object.defineProperty(error, '$response', { value: response });
      throw error;
    }
  }
}

/** What is the same for all calls: none of Converse's input decides on its endpoint. */
async function prepare(
  config: BedrockRuntimeClientResolvedConfig,
  input: ConverseCommandInput,
) {
  // The resolver changes its copy where the environment names an endpoint.
  const resolved = { ...config };
  const found = await getEndpointFromInstructions(
    input,
    ConverseCommand,
    resolved,
  );
  const endpoint = toEndpointV1(found);
  const protocol: ClientProtocol<HttpRequest, HttpResponse> = config.protocol;
  return {
    context: { ...resolved, endpoint: async () => endpoint },
    protocol,
    signer: await config.signer(),
  };
}
