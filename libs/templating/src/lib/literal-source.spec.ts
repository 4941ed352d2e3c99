import fc from 'fast-check';
import { literalSource } from './literal-source';
import { parseTemplate } from './parse-template';
import { renderTemplate } from './render-template';

const rendered = (text: string): string =>
  renderTemplate(
    parseTemplate(literalSource(text), { name: 'card' }),
    { name: 'never seen' },
    { random: () => 0 },
  );

describe(literalSource.name, () => {
  it.each([
    'Answer as {{ name }}.',
    '{% raw %}{{ name }}{% endraw %}{# hidden #}',
    '{{{{%{#{',
    'ends here\n',
    'two lines\n\n',
    'a\r\nb\rc',
    "{{ '{{' }}",
    '{%- if name -%}  x  {%- endif -%}',
    '# for name\n## name',
  ])('renders to %j', (text) => {
    expect(rendered(text)).toBe(text);
  });

  it('renders to whatever it was given', () => {
    const signs = fc.constantFrom(
      ...['{', '}', '%', '#', '-', '+', '\n', '\r', ' ', "'", '"', '\\', 'a'],
      ...['{{', '}}', '{%', '%}', '{#', '#}', 'raw', 'endraw', '🦊'],
    );
    const texts = fc.array(signs, { maxLength: 40 });
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('');
        expect(rendered(text)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });
});
