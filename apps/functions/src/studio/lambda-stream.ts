import type { Writable } from 'node:stream';
import type { EventsHandler } from './events-handler';

/** What the Node.js runtime of Lambda offers functions that stream (AWS: "Response streaming for Lambda functions"). */
interface LambdaStreams {
  streamifyResponse(
    handler: (event: unknown, stream: Writable) => Promise<void>,
  ): unknown;
  readonly HttpResponseStream: {
    from(stream: Writable, metadata: object): Writable;
  };
}

/** Makes a Lambda handler of one that streams. @throws Error where no Lambda runtime is around it. */
export function streamed(handler: EventsHandler): unknown {
  const { awslambda } = globalThis as { awslambda?: LambdaStreams };
  if (awslambda === undefined)
    throw new Error('Streaming functions run in the Lambda runtime only.');
  return awslambda.streamifyResponse((event, stream) =>
    handler(event, (head) => awslambda.HttpResponseStream.from(stream, head)),
  );
}
