import type { RunEvent } from './run-event';
import { MAX_FRAME_BYTES, readSocketFrame, socketFrames } from './socket-frame';

function delta(seq: number, text: string): RunEvent {
  return {
    type: 'delta',
    runId: '6a2f41a3-c54c-4f0e-8e2a-4f0f6f8f8a11',
    seq,
    text,
  };
}

const bytesOf = (frame: string) => Buffer.byteLength(frame);

describe(socketFrames.name, () => {
  it('packs what fits into one frame, and reads it back', () => {
    const messages = [delta(1, 'line one\nline two'), delta(2, '日本語 🙂')];
    const frames = socketFrames(messages);
    expect(frames).toHaveLength(1);
    expect(frames.flatMap(readSocketFrame)).toEqual(messages);
  });

  it('keeps every frame within the limit, whatever the characters', () => {
    const messages = Array.from({ length: 40 }, (_, i) =>
      delta(i + 1, '語'.repeat(1_000)),
    );
    const frames = socketFrames(messages);
    expect(frames.length).toBeGreaterThan(1);
    expect(Math.max(...frames.map(bytesOf))).toBeLessThanOrEqual(
      MAX_FRAME_BYTES,
    );
    expect(frames.flatMap(readSocketFrame)).toEqual(messages);
  });

  it('gives a message that is larger than a frame one of its own', () => {
    const messages = [
      delta(1, 'a'),
      delta(2, '\u0001'.repeat(8_000)),
      delta(3, 'b'),
    ];
    expect(
      socketFrames(messages).map((frame) => readSocketFrame(frame).length),
    ).toEqual([1, 1, 1]);
  });

  it('makes no frame of nothing', () => {
    expect(socketFrames([])).toEqual([]);
  });
});

describe(readSocketFrame.name, () => {
  it.each(['', 'not json', '{"type":"delta"}', '{"type":"heartbeat"}\n'])(
    'refuses %j',
    (frame) => {
      expect(() => readSocketFrame(frame)).toThrow();
    },
  );
});
