import { MAX_EVENT_TEXT_BYTES, MAX_FRAME_BYTES } from '@plot-palette/domain';
import fc from 'fast-check';
import { EventBuffer, type TextPart } from './event-buffer';

const RUN_ID = '6a2f41a3-c54c-4f0e-8e2a-4f0f6f8f8a11';

/** Cuts a text at every place, also within a character. */
function pieces(text: string, size: number): string[] {
  const all: string[] = [];
  for (let at = 0; at < text.length; at += size)
    all.push(text.slice(at, at + size));
  return all;
}

describe(EventBuffer.name, () => {
  it('gives every text back whole, never with half a character, whenever it is emptied', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'ß', '漢', '🦊', '👩‍👩‍👧'), {
          maxLength: 40,
        }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
        (characters, size, flushes) => {
          const buffer = new EventBuffer();
          const taken: TextPart[] = [];
          pieces(characters.join(''), size).forEach((text, i) => {
            buffer.add({ type: 'delta', text });
            if (flushes[i % flushes.length])
              taken.push(...buffer.take({ isLast: false }));
          });
          taken.push(...buffer.take({ isLast: true }));
          expect(taken.map(({ text }) => text).join('')).toBe(
            characters.join(''),
          );
          for (const { text } of taken) {
            expect(text).not.toMatch(/\p{Surrogate}/u);
            expect(text).not.toBe('');
          }
        },
      ),
    );
  });

  it('keeps answer and thoughts apart and in their order', () => {
    const buffer = new EventBuffer();
    buffer.add({ type: 'reasoning', text: 'H' });
    buffer.add({ type: 'reasoning', text: 'm' });
    buffer.add({ type: 'delta', text: 'Yes' });
    expect(buffer.take({ isLast: false })).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'delta', text: 'Yes' },
    ]);
    expect(buffer.take({ isLast: true })).toEqual([]);
  });

  it.each([
    ['large characters', '🦊', 3],
    ['characters that JSON escapes', '"', 2],
    ['control characters', '\u0001', 4],
  ])(
    'splits what no frame could carry, between characters: %s',
    (_what, character, chunks) => {
      const text = 'a' + character.repeat(MAX_EVENT_TEXT_BYTES / 2);
      const buffer = new EventBuffer();
      buffer.add({ type: 'delta', text });
      const taken = buffer.take({ isLast: true }).map((part) => part.text);
      expect(taken.join('')).toBe(text);
      expect(taken).toHaveLength(chunks);
      for (const chunk of taken) {
        const event = {
          runId: RUN_ID,
          seq: 10 ** 8,
          type: 'delta',
          text: chunk,
        };
        expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThanOrEqual(
          MAX_FRAME_BYTES,
        );
        expect(chunk).not.toMatch(/\p{Surrogate}/u);
      }
    },
  );

  it('shows that half of a character is missing when its model never wrote it', () => {
    const buffer = new EventBuffer();
    buffer.add({ type: 'delta', text: 'Hi\uD83E' });
    expect(buffer.take({ isLast: false })).toEqual([
      { type: 'delta', text: 'Hi' },
    ]);
    expect(buffer.take({ isLast: true })).toEqual([
      { type: 'delta', text: '\uFFFD' },
    ]);
  });
});
