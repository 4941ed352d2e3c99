import type { JsonValue } from '@plot-palette/domain';
import fc from 'fast-check';

import { TemplateRenderError, TemplateSyntaxError } from './errors';
import { JINJA_CASES, REFUSED_SOURCES } from './jinja-cases.fixture';
import type { RenderLimits } from './limits';
import { parseTemplate } from './parse-template';
import { renderTemplate } from './render-template';
import { requiredPaths } from './required-paths';
import { utf8Length } from './text';

const DEEP: JsonValue = JSON.parse(
  '['.repeat(5_000) + ']'.repeat(5_000),
) as JsonValue;
const WIDE = Object.fromEntries(
  Array.from({ length: 50_000 }, (_, index) => [`k${index}`, index]),
);
const CONTEXT = { deep: DEEP, wide: WIDE };
/** Long enough for a busy machine; what is not limited takes minutes. */
const TIME_LIMIT_MS = 5_000;

function render(source: string, limits: Partial<RenderLimits> = {}): string {
  return renderTemplate(parseTemplate(source), CONTEXT, {
    random: () => 0.5,
    limits,
  });
}

/** Doubles a value in a namespace again and again. */
function doubling(start: string, doubled: string, use = ''): string {
  return `{% set ns = namespace(x=${start}) %}{% for i in range(60) %}{% set ns.x = ${doubled} %}{% endfor %}${use}`;
}

const BEYOND_LIMITS: readonly (readonly [keyof RenderLimits, string])[] = [
  ['valueSize', "{{ 'a' * 10**9 }}"],
  ['valueSize', '{{ [1] * 10**9 }}'],
  ['valueSize', '{{ range(10**9)|list }}'],
  ['valueSize', "{{ 'x'|center(10**9) }}"],
  ['valueSize', "{{ 'x'.rjust(10**9) }}"],
  ['valueSize', "{{ 'a'|indent(10**9, true) }}"],
  ['valueSize', "{{ '%999999999d'|format(1) }}"],
  ['valueSize', "{{ '{:>999999999}'.format(1) }}"],
  ['valueSize', "{{ ('a' * 1000)|replace('a', 'b' * 100000) }}"],
  ['valueSize', "{{ range(1000)|join('x' * 10000) }}"],
  ['valueSize', '{{ [1]|batch(10**9, 0) }}'],
  ['valueSize', '{{ [1]|slice(10**9)|list }}'],
  ['valueSize', "{{ [('a', ' ' * 900000), ('b', 'é' * 900000)]|urlencode }}"],
  ['valueSize', doubling("'a'", 'ns.x ~ ns.x')],
  ['integerDigits', '{{ 2 ** 100000000 }}'],
  ['integerDigits', '{{ (2 ** 10000) ** (2 ** 10000) }}'],
  ['integerDigits', doubling('3', 'ns.x * ns.x')],
  ['integerDigits', "{{ ('1' * 100000)|int }}"],
  ['nestingDepth', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'],
  [
    'nestingDepth',
    '{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}',
  ],
  ['nestingDepth', '{{ deep }}'],
  ['nestingDepth', '{{ deep|tojson }}'],
  ['nestingDepth', '{% set ns = namespace() %}{% set ns.a = [ns] %}{{ ns }}'],
  [
    'steps',
    '{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}',
  ],
  [
    'steps',
    '{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}',
  ],
  [
    'steps',
    "{% set s = 'a' * 1000000 %}{{ s.find('a' * 250000 ~ 'b' ~ 'a' * 250000) }}",
  ],
  ['steps', "{% set s = 'a' * 1000000 %}{{ s.rfind('b' ~ 'a' * 500000) }}"],
  [
    'steps',
    "{% set s = 'a' * 1000000 %}{{ ('a' * 250000 ~ 'b' ~ 'a' * 250000) in s }}",
  ],
  ['steps', '{% for i in range(100000) %}{% if wide %}{% endif %}{% endfor %}'],
  [
    'steps',
    '{% for i in range(100000) %}{% if wide == {} %}{% endif %}{% endfor %}',
  ],
  [
    'steps',
    "{% set s = 'a' * 1000000 %}{{ ([s] * 100000)|unique|list|length }}",
  ],
  [
    'steps',
    `${doubling('[1]', '[ns.x, ns.x]', '{% set a = ns.x %}')}${doubling('[1]', '[ns.x, ns.x]', '{{ a == ns.x }}')}`,
  ],
  ['outputBytes', "{% for i in range(100) %}{{ 'é' * 10000 }}{% endfor %}"],
];

describe('hostile templates', () => {
  it.each(BEYOND_LIMITS)('end at the limit %s: %s', (name, source) => {
    const startedAt = performance.now();
    expect(() => render(source)).toThrow(
      expect.objectContaining({
        name: 'TemplateRenderError',
        limit: { name, value: expect.any(Number) as number },
      }),
    );
    expect(performance.now() - startedAt).toBeLessThan(TIME_LIMIT_MS);
  });

  it('end when all their text is one huge list printed', () => {
    expect(() => render(doubling('[1]', '[ns.x, ns.x]', '{{ ns.x }}'))).toThrow(
      TemplateRenderError,
    );
  });

  it.each([
    "{{ ('1' * 1000000)|float }}",
    "{{ ('a' * 300000)|wordwrap(1)|length }}",
    "{{ ('a-' * 300000)|wordwrap(3)|length }}",
    "{{ ('<' * 1000000)|striptags|length }}",
    "{{ ('&#1' * 300000)|striptags|length }}",
    "{{ ('.' * 1000000)|random_sentence }}",
    "{{ ('ab ' * 300000)|extract_keywords }}",
    "{{ ('a' * 300000)|title|length }}",
    "{{ ('\\n' * 300000)|indent(1, true, true) }}",
  ])('do not make a filter slow: %s', (source) => {
    const startedAt = performance.now();
    try {
      render(source);
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateRenderError);
    }
    expect(performance.now() - startedAt).toBeLessThan(TIME_LIMIT_MS);
  });

  it.each([
    ['brackets', `{{ ${'('.repeat(10_000)}`],
    ['lists', `{{ ${'['.repeat(1_000)}${']'.repeat(1_000)} }}`],
    ['attributes', `{{ a${'.a'.repeat(10_000)} }}`],
    ['negations', `{{ ${'not '.repeat(10_000)}a }}`],
    ['signs', `{{ ${'-'.repeat(10_000)}1 }}`],
    ['sums', `{{ 1${'+1'.repeat(10_000)} }}`],
    ['filters', `{{ a${'|upper'.repeat(10_000)} }}`],
    ['calls', `{{ a${'()'.repeat(10_000)} }}`],
    ['conditionals', `{{ a${' if b else c'.repeat(10_000)} }}`],
    ['tags', '{% if a %}'.repeat(10_000)],
    ['comments', '{#'.repeat(50_000)],
    ['digits', `{{ ${'1'.repeat(100_000)} }}`],
    ['text', 'a'.repeat(300_000)],
  ])('cannot exhaust the parser with many %s', (_what, source) => {
    expect(() => parseTemplate(source)).toThrow(TemplateSyntaxError);
  });

  it('take long chains that need no recursion', () => {
    expect(render(`{{ 1${'~1'.repeat(5_000)} }}`)).toHaveLength(5_001);
    expect(
      render(`{% if 0 %}${'{% elif 0 %}'.repeat(2_000)}{% else %}x{% endif %}`),
    ).toBe('x');
  });
});

const SOURCES = [
  ...Object.values(JINJA_CASES).flatMap((cases) =>
    cases.map(([source]) => source),
  ),
  ...REFUSED_SOURCES,
];
const LIMITS: RenderLimits = {
  steps: 5_000,
  outputBytes: 2_000,
  valueSize: 3_000,
  nestingDepth: 100,
  integerDigits: 100,
};

/** Pieces of templates that mean something, put together at random. */
const mutatedSource = fc
  .array(
    fc
      .tuple(fc.constantFrom(...SOURCES), fc.nat(80), fc.nat(80))
      .map(([source, start, length]) =>
        source.slice(start % (source.length + 1)).slice(0, length),
      ),
    { minLength: 1, maxLength: 4 },
  )
  .map((pieces) => pieces.join(''));
const anySource = fc.oneof(
  mutatedSource,
  fc.string(),
  fc.constantFrom(...SOURCES),
);
const anyContext = fc.dictionary(
  fc.constantFrom('name', 'xs', 'd', 'n', 'text', 'people', '__proto__'),
  fc.jsonValue({ maxDepth: 4 }),
);

describe('any template with any data', () => {
  it('either renders within its limits or fails with an error of the engine', () => {
    fc.assert(
      fc.property(anySource, anyContext, (source, context) => {
        try {
          const text = renderTemplate(
            parseTemplate(source),
            context as Record<string, JsonValue>,
            { random: () => 0.5, limits: LIMITS },
          );
          expect(utf8Length(text)).toBeLessThanOrEqual(LIMITS.outputBytes);
        } catch (error) {
          if (!(
            error instanceof TemplateRenderError ||
            error instanceof TemplateSyntaxError
          ))
            throw error;
          expect(error.line).toBeGreaterThanOrEqual(1);
          expect(error.column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('can be analysed if it can be parsed', () => {
    fc.assert(
      fc.property(anySource, (source) => {
        let template;
        try {
          template = parseTemplate(source);
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateSyntaxError);
          return;
        }
        const paths = requiredPaths(template);
        expect(paths).toEqual([...new Set(paths)].sort());
      }),
      { numRuns: 1_000 },
    );
  });

  it('renders the same text every time, and leaves the data alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SOURCES),
        anyContext,
        (source, context) => {
          const before = JSON.stringify(context);
          const attempt = () => {
            try {
              return renderTemplate(
                parseTemplate(source),
                context as Record<string, JsonValue>,
                { random: () => 0.5 },
              );
            } catch (error) {
              return String(error);
            }
          };
          expect(attempt()).toBe(attempt());
          expect(JSON.stringify(context)).toBe(before);
        },
      ),
    );
  });
});
