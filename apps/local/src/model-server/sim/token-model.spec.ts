import { assert, constantFrom, nat, property, string } from 'fast-check';
import { parseSimSettings } from './sim-settings';
import { inputTokens, tokenModelOf } from './token-model';

const bytes = tokenModelOf(parseSimSettings({ tokenModel: 'bytes' }));
const words = tokenModelOf(parseSimSettings({ tokenModel: 'words' }));

describe(tokenModelOf.name, () => {
  it('counts UTF-8 bytes', () => {
    expect([
      bytes.count(''),
      bytes.count('abc'),
      bytes.count('ü'),
      bytes.count('👋'),
    ]).toEqual([0, 3, 2, 4]);
  });

  it('counts a token for each started six characters of a word', () => {
    expect(
      ['', ' \n', 'a', 'a b', 'sixsix', 'sevense', 'two  words\there'].map(
        words.count,
      ),
    ).toEqual([0, 0, 1, 2, 1, 2, 3]);
  });

  it('cuts no character in two', () => {
    expect(bytes.cut('aü', 2)).toBe('a');
    expect(bytes.cut('👋👋', 7)).toBe('👋');
  });

  it('cuts to a beginning within the limit, and leaves what fits', () => {
    assert(
      property(
        constantFrom(bytes, words),
        string({ unit: 'grapheme' }),
        nat(40),
        (model, text, limit) => {
          const cut = model.cut(text, limit);
          expect(text.startsWith(cut)).toBe(true);
          expect(model.count(cut)).toBeLessThanOrEqual(limit);
          if (model.count(text) <= limit) expect(cut).toBe(text);
        },
      ),
    );
  });
});

describe(inputTokens.name, () => {
  it('sums system, messages and overhead', () => {
    const settings = parseSimSettings({
      tokenModel: 'bytes',
      overheadTokens: 5,
    });
    const turns = [
      { role: 'user' as const, text: 'ab' },
      { role: 'assistant' as const, text: 'ü' },
    ];
    expect(
      inputTokens({ modelId: 'm', system: ['abc', 'd'], turns }, settings),
    ).toBe(5 + 4 + 2 + 2);
  });
});
