import { socketMessageSchema, type SocketMessage } from './socket-message';

/** What API Gateway takes as one frame of a WebSocket (AWS: "Quotas for WebSocket APIs"). */
export const MAX_FRAME_BYTES = 32 * 1_024;

const encoder = new TextEncoder();

/** Packs messages into frames, one a line and as many as fit; a message that alone is larger gets a frame of its own. */
export function socketFrames(messages: readonly SocketMessage[]): string[] {
  const frames: string[] = [];
  let lines: string[] = [];
  let bytes = 0;
  for (const message of messages) {
    const line = JSON.stringify(message);
    const lineBytes = encoder.encode(line).length + 1;
    if (lines.length > 0 && bytes + lineBytes > MAX_FRAME_BYTES) {
      frames.push(lines.join('\n'));
      lines = [];
      bytes = 0;
    }
    lines.push(line);
    bytes += lineBytes;
  }
  if (lines.length > 0) frames.push(lines.join('\n'));
  return frames;
}

/** The messages of one frame, in order. @throws SyntaxError or ZodError when it is none that the server sends. */
export function readSocketFrame(frame: string): SocketMessage[] {
  return frame
    .split('\n')
    .map((line) => socketMessageSchema.parse(JSON.parse(line)));
}
