import type { JsonValue } from '@plot-palette/domain';

import { parseTemplate } from './parse-template';
import { renderTemplate } from './render-template';

function render(source: string, text: JsonValue, random = 0): string {
  return renderTemplate(
    parseTemplate(source),
    { text },
    { random: () => random },
  );
}

describe('truncate_tokens', () => {
  it.each([
    ['one two three four', 2, 'one two...'],
    ['one two three four', 5, 'one two three four'],
    ['one two three four five', 5, 'one two three four...'],
    ['unbroken-text-without-spaces', 2, 'unbroken...'],
    ['😀😀😀😀😀😀😀😀😀', 2, '😀😀😀😀😀😀😀😀...'],
    ['', 0, ''],
  ])('cuts %j at %i tokens to %j', (text, tokens, expected) => {
    expect(render(`{{ text|truncate_tokens(${tokens}) }}`, text)).toBe(
      expected,
    );
  });

  it('refuses a negative number of tokens', () => {
    expect(() => render('{{ text|truncate_tokens(-1) }}', 'x')).toThrow(
      'must not be negative',
    );
  });
});

describe('extract_keywords', () => {
  it('ranks words by frequency, then by appearance, without short and stop words', () => {
    expect(
      render(
        '{{ text|extract_keywords(2) }}',
        'The moon and those tides: tides follow the Moon, always those tides.',
      ),
    ).toBe("['tides', 'moon']");
  });

  it('gives five unless told otherwise, fewer if there are no more', () => {
    expect(
      render(
        '{{ text|extract_keywords|length }}',
        'alpha bravo delta gamma kappa sigma',
      ),
    ).toBe('5');
    expect(
      render(
        '{{ text|extract_keywords }} {{ nope|extract_keywords }}',
        'a an the',
      ),
    ).toBe('[] []');
  });
});

describe('writing_style', () => {
  it.each([
    ['A lyrical poet', 'poetic'],
    ['Vivid, concise verse', 'poetic, descriptive, minimalist'],
    ['A witty journalist', 'humorous, journalistic'],
    ['An accountant', 'general'],
    ['', 'general'],
  ])('of %j is %j', (text, expected) => {
    expect(render('{{ text|writing_style }}', text)).toBe(expected);
  });
});

describe('random_sentence', () => {
  it.each([
    [0, 'One.'],
    [0.3, 'Is it two?'],
    [0.6, 'He said "three!"'],
    [0.99, 'And 4.5 too'],
  ])('draws by the generator: %d gives %j', (random, expected) => {
    expect(
      render(
        '{{ text|random_sentence }}',
        'One. Is it two?\nHe said "three!" And 4.5 too',
        random,
      ),
    ).toBe(expected);
  });

  it('gives nothing of nothing', () => {
    expect(
      render('[{{ text|random_sentence }}{{ nope|random_sentence }}]', '  '),
    ).toBe('[]');
  });
});
