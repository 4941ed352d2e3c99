import fc from 'fast-check';
import { LineBytes } from './line-bytes';

describe(LineBytes.name, () => {
  it('gives every line once, in chunks of bounded size', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constant('é漢😀'.repeat(20)),
    );
    fc.assert(
      fc.property(fc.array(line), (texts) => {
        const lines = new LineBytes(64);
        const chunks = texts.flatMap((text) => lines.append(text) ?? []);
        chunks.push(lines.take());
        const content = texts.map((text) => `${text}\n`).join('');
        expect(Buffer.concat(chunks).toString()).toBe(content);
        expect(lines.total).toBe(Buffer.byteLength(content));
        expect(lines.take()).toHaveLength(0);
        const longest = Math.max(0, ...texts.map((text) => text.length));
        for (const { length } of chunks)
          expect(length).toBeLessThanOrEqual(Math.max(64, 3 * longest + 1));
      }),
    );
  });
});
