import { EventStreamCodec } from '@smithy/core/event-streams';

const codec = new EventStreamCodec(
  (bytes) =>
    typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);

/** One frame of Bedrock's event stream. */
export function frame(
  kind: 'event' | 'exception',
  type: string,
  payload: object,
): Uint8Array {
  return codec.encode({
    headers: {
      [`:${kind}-type`]: { type: 'string', value: type },
      ':content-type': { type: 'string', value: 'application/json' },
      ':message-type': { type: 'string', value: kind },
    },
    body: Buffer.from(JSON.stringify(payload)),
  });
}

export function textFrame(text: string): Uint8Array {
  return frame('event', 'contentBlockDelta', {
    contentBlockIndex: 0,
    delta: { text },
  });
}
