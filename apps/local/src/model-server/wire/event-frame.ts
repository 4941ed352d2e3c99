import { EventStreamCodec } from '@smithy/core/event-streams';

const codec = new EventStreamCodec(
  (bytes) =>
    typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);

/** One frame of `application/vnd.amazon.eventstream` that carries an event of the ConverseStream union. */
export function eventFrame(type: string, payload: object): Uint8Array {
  return frame(':event-type', type, 'event', payload);
}

/** The frame that ends a stream with a modelled exception. */
export function exceptionFrame(type: string, message: string): Uint8Array {
  return frame(':exception-type', type, 'exception', { message });
}

function frame(
  typeHeader: string,
  type: string,
  messageType: string,
  payload: object,
): Uint8Array {
  return codec.encode({
    headers: {
      [typeHeader]: { type: 'string', value: type },
      ':content-type': { type: 'string', value: 'application/json' },
      ':message-type': { type: 'string', value: messageType },
    },
    body: Buffer.from(JSON.stringify(payload)),
  });
}
