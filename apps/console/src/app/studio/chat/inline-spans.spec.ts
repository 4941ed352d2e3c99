import fc from 'fast-check';
import { inlineSpans } from './inline-spans';

describe(inlineSpans, () => {
  it.each([
    ['nothing', '', []],
    [
      'code',
      'Run `ls *` now',
      [{ text: 'Run ' }, { kind: 'code', text: 'ls *' }, { text: ' now' }],
    ],
    ['ticks in code', '``a`b``', [{ kind: 'code', text: 'a`b' }]],
    [
      'strong and emphasised words',
      '**a** and *b*',
      [
        { kind: 'strong', text: 'a' },
        { text: ' and ' },
        { kind: 'emphasis', text: 'b' },
      ],
    ],
    [
      'a link',
      '[a](https://b.example/c)',
      [{ kind: 'link', text: 'a', url: 'https://b.example/c' }],
    ],
    [
      'a link that would run something',
      '[a](javascript:alert(1))',
      [{ kind: 'plain' }],
    ],
    ['products', '2 * 3 * 4 ** 5', [{ kind: 'plain' }]],
    ['what is not closed yet', '**half', [{ kind: 'plain', text: '**half' }]],
    ['marks on two lines', '*a\nb*', [{ kind: 'plain' }]],
  ])('copes with %s', (_, text, spans) =>
    expect(inlineSpans(text)).toMatchObject(spans),
  );

  it('leaves nothing out', () => {
    const marked = fc.string({
      unit: fc.constantFrom('*', '`', '[', ']', '(', ')', 'a', ' ', '\n'),
    });
    fc.assert(
      fc.property(marked, (text) => {
        const letters = (from: string) => from.replaceAll(/[^a\n]/g, '');
        const shown = inlineSpans(text).map((span) => span.text);
        expect(letters(shown.join(''))).toBe(letters(text));
      }),
    );
  });

  it('takes a long line of opened marks', () => {
    const text = '**a `b [c]('.repeat(2_000);
    expect(inlineSpans(text).length).toBeGreaterThan(0);
  });
});
