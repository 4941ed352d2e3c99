import type { JsonValue } from '@plot-palette/domain';

import { TemplateRenderError, TemplateSyntaxError } from './errors';
import {
  CASE_CONTEXT,
  JINJA_CASES,
  REFUSED_SOURCES,
} from './jinja-cases.fixture';
import { parseTemplate } from './parse-template';
import { renderTemplate, type RenderOptions } from './render-template';
import { seededRandom } from './seeded-random';

function render(
  source: string,
  context: Readonly<Record<string, JsonValue>> = CASE_CONTEXT,
  options: Partial<RenderOptions> = {},
): string {
  return renderTemplate(parseTemplate(source), context, {
    random: () => 0,
    ...options,
  });
}

function renderFailure(
  source: string,
  context: Readonly<Record<string, JsonValue>> = {},
): TemplateRenderError {
  try {
    render(source, context);
  } catch (error) {
    if (error instanceof TemplateRenderError) return error;
    throw error;
  }
  throw new Error(`'${source}' was rendered`);
}

describe(renderTemplate.name, () => {
  describe.each(Object.entries(JINJA_CASES))(
    'renders %s as Jinja2 does',
    (_group, cases) => {
      it.each(cases)('%j', (source, expected) => {
        expect(render(source)).toBe(expected);
      });
    },
  );

  it.each(REFUSED_SOURCES)(
    'refuses %j as Jinja2 does, with an error of its own',
    (source) => {
      expect(() => render(source)).toThrow(/^template:\d+:\d+: /);
    },
  );

  it('names the place and the missing path when something is read from a missing value', () => {
    const error = renderFailure('Hello\n  {{ author.biography.first }}', {
      author: {},
    });
    expect(error).toMatchObject({
      line: 2,
      column: 22,
      path: 'author.biography',
      templateName: 'template',
    });
    expect(error.issues).toEqual([
      {
        where: 'template:2:22',
        message:
          "'author.biography' is undefined, so '.first' cannot be read from it",
      },
    ]);
  });

  it('advises the operator that joins values as text', () => {
    expect(renderFailure("{{ 1 + 'a' }}").message).toContain(
      "'~' joins values as text",
    );
  });

  it('refuses to change a list in place and says what to write instead', () => {
    expect(renderFailure('{{ xs.append(1) }}', { xs: [] }).message).toContain(
      '{% set xs = xs + [x] %}',
    );
  });

  describe('data keys', () => {
    const context = JSON.parse(
      '{"a": {"__proto__": "p", "constructor": "c", "items": [1, 2]}}',
    ) as Record<string, JsonValue>;

    it('reads own keys whatever they are called', () => {
      expect(
        render(
          '{{ a.__proto__ }} {{ a.constructor }} {{ a["__proto__"] }}',
          context,
        ),
      ).toBe('p c p');
    });

    it.each([
      'constructor',
      '__proto__',
      'toString',
      'hasOwnProperty',
      'valueOf',
    ])('finds nothing under %s where there is no such key', (key) => {
      const source = `[{{ x.${key} }}{{ x['${key}'] }}{{ ''.${key} }}{{ [].${key} }}{{ 1.5.${key} }}{{ {}.${key} }}{{ range.${key} }}{{ ${key} }}]`;
      expect(render(source, { x: {} })).toBe('[]');
    });

    it('prefers a key to the method of the same name, unless it is called', () => {
      expect(
        render(
          '{% for i in a.items %}{{ i }}{% endfor %} {{ a.items()|length }}',
          context,
        ),
      ).toBe('12 3');
    });

    it('does not run functions that somebody put into the context', () => {
      const hostile = { run: () => 'ran' } as unknown as Record<
        string,
        JsonValue
      >;
      expect(render('[{{ run }}]', hostile)).toBe('[]');
      expect(() => render('{{ run() }}', hostile)).toThrow(TemplateRenderError);
    });
  });

  it('reads 300 and 1.0 from JSON as ints, 1.5 as a float', () => {
    const context = JSON.parse('{"a": 300, "b": 1.0, "c": 1.5}') as Record<
      string,
      JsonValue
    >;
    expect(render('{{ a }} {{ b }} {{ c }} {{ b / 1 }}', context)).toBe(
      '300 1 1.5 1.0',
    );
  });

  describe('include', () => {
    const fragments = new Map([
      ['style', '{{ tone }}{% set tone = "changed" %}\n'],
      ['loop', '{% include "loop" %}'],
    ]);
    const include = (name: string) => {
      const source = fragments.get(name);
      return source === undefined ? undefined : parseTemplate(source, { name });
    };

    it('renders with the variables around it and keeps its own to itself', () => {
      const source =
        "{% set tone = 'calm' %}[{% include 'style' %}]{{ tone }}{% include 'style' without context %}";
      expect(render(source, {}, { include })).toBe('[calm]calm');
    });

    it('takes the first of several names, and nothing if that is allowed', () => {
      const source =
        "{% include ['nope', 'style'] %}{% include 'nope' ignore missing %}";
      expect(render(source, { tone: 'dry' }, { include })).toBe('dry');
    });

    it('names the template in which something failed', () => {
      fragments.set('broken', '\n{{ a.b.c }}');
      expect(() =>
        render("{% include 'broken' %}", { a: {} }, { include }),
      ).toThrow(/^broken:2:7: 'a\.b' is undefined/);
    });

    it('ends a template that includes itself', () => {
      expect(() => render("{% include 'loop' %}", {}, { include })).toThrow(
        /nestingDepth = 800/,
      );
    });
  });

  it('draws from the given generator only', () => {
    const source = '{{ range(100)|random }} {{ text|random_sentence }}';
    const context = { text: 'One. Two! Three? "Four." Five' };
    const draw = (index: number) =>
      render(source, context, { random: seededRandom(7, index) });
    expect(draw(1)).toBe(draw(1));
    expect(
      new Set(Array.from({ length: 50 }, (_, index) => draw(index))).size,
    ).toBeGreaterThan(40);
  });
});

describe(parseTemplate.name, () => {
  it.each([
    ['a\n{{ b', 2, 1, "'{{' is never closed; add '}}'"],
    ['{% if a %}\n\nx', 1, 4, "'{% if %}' is never closed; add '{% endif %}'"],
    [
      '{% for x in y %}{% endif %}',
      1,
      20,
      "'{% endif %}' does not fit here, expected '{% else %}' or '{% endfor %}'",
    ],
    ['{% endif %}', 1, 4, "'{% endif %}' closes nothing: no tag is open"],
    ['{{ "abc }}', 1, 4, 'The string is never closed; add "'],
    ['{{ (1] }}', 1, 6, "Unexpected ']', expected ')'"],
    ['{{ a b }}', 1, 6, "Expected '}}', found 'b'"],
    ['{{ $ }}', 1, 4, "Unexpected character '$'"],
    ['{{ a|uper }}', 1, 6, "Unknown filter 'uper'; did you mean 'upper'?"],
    [
      '{{ a is defned }}',
      1,
      9,
      "Unknown test 'defned'; did you mean 'defined'?",
    ],
    [
      '{% fro x in y %}',
      1,
      4,
      "Unknown tag 'fro'; did you mean 'for'? Supported tags: if, for, set, macro, call, filter, with, include, raw",
    ],
    [
      "{{ '\\u12' }}",
      1,
      4,
      "A \\x, \\u or \\U escape needs 4 hexadecimal digits of an existing character, found '12'",
    ],
  ])(
    'says what is wrong with %j and where',
    (source, line, column, message) => {
      expect.assertions(2);
      try {
        parseTemplate(source, { name: 'outline' });
      } catch (error) {
        expect(error).toBeInstanceOf(TemplateSyntaxError);
        expect(error).toMatchObject({
          line,
          column,
          templateName: 'outline',
          issues: [{ where: `outline:${line}:${column}`, message }],
        });
      }
    },
  );

  it.each(['extends', 'block', 'import', 'from', 'do', 'break', 'autoescape'])(
    'says what to use instead of %s',
    (tag) => {
      expect(() => parseTemplate(`{% ${tag} 'x' %}`)).toThrow(
        /is not supported\..+Supported tags: if, for/,
      );
    },
  );

  it('reports every unknown filter and test at once', () => {
    expect(() => parseTemplate('{{ a|one }}{{ b is two }}')).toThrow(
      expect.objectContaining({
        problems: [
          { line: 1, column: 6, message: "Unknown filter 'one'" },
          { line: 1, column: 20, message: "Unknown test 'two'" },
        ],
      }),
    );
  });
});
