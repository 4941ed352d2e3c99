import { parseTemplate } from './parse-template';
import { requiredPaths } from './required-paths';

describe(requiredPaths.name, () => {
  it.each<[string, string[]]>([
    ['{{ author.name }} {{ theme }}', ['author.name', 'theme']],
    ["{{ a['b'].c }} {{ d[0].e }} {{ f[-1] }}", ['a.b.c', 'd[].e', 'f']],
    ['{{ text[:100] }} {{ text.split()[0] }} {{ d.items() }}', ['d', 'text']],
    [
      '{% for c in characters %}{{ c.name }}{{ loop.index }}{% endfor %}',
      ['characters', 'characters[].name'],
    ],
    [
      '{% for a in b %}{% for c in a.d %}{{ c.e }}{% endfor %}{% endfor %}{{ a }}',
      ['a', 'b', 'b[].d', 'b[].d[].e'],
    ],
    ['{% for k, v in d.items() %}{{ k }}{{ v }}{% endfor %}', ['d']],
    [
      "{{ xs|map(attribute='a.b')|join }} {{ ys|selectattr('ok')|sort(attribute='n')|first }}",
      ['xs', 'xs[].a.b', 'ys', 'ys[].n', 'ys[].ok'],
    ],
    [
      '{{ (xs|first).name }}{% for x in ys|sort %}{{ x.z }}{% endfor %}',
      ['xs', 'xs[].name', 'ys', 'ys[].z'],
    ],
    [
      '{% set x = author %}{{ x.name }}{% set y = 1 %}{{ y }}',
      ['author', 'author.name'],
    ],
    ['{% with a = b.c %}{{ a.d }}{% endwith %}{{ a }}', ['a', 'b.c', 'b.c.d']],
    [
      '{% macro m(p, q=r) %}{{ p.name }}{{ q }}{{ s }}{% endmacro %}{{ m(t) }}',
      ['r', 's', 't', 't.name'],
    ],
    [
      '{% macro m(p) %}{{ p }}{{ m(p.child) }}{% endmacro %}{{ m(tree) }}',
      ['tree', 'tree.child'],
    ],
    [
      '{% call(i) m(xs) %}{{ i }}{{ y }}{% endcall %}{% macro m(l) %}{{ caller(1) }}{% endmacro %}',
      ['xs', 'y'],
    ],
    ['{{ range(n) }} {{ namespace() }} {{ loop }}', ['loop', 'n']],
    ['{% if flag %}{{ a }}{% else %}{{ b }}{% endif %}', ['a', 'b', 'flag']],
    [
      '{% filter upper %}{{ a }}{% endfilter %}{% set s %}{{ b }}{% endset %}{{ s }}',
      ['a', 'b'],
    ],
    [
      '{{ a if b else c }} {{ [d, {e: f}] }} {{ g ~ h }} {{ not i }} {{ j < k }}',
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'],
    ],
    ['{% raw %}{{ no }}{% endraw %}{# {{ no }} #}', []],
  ])('of %j are %j', (source, expected) => {
    expect(requiredPaths(parseTemplate(source))).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ["{{ tone|default('calm') }} {{ tone|d('x')|upper }}", []],
    ["{{ author.bio|default('') }}", ['author']],
    ['{% if tone is defined %}{{ tone.name }}{% endif %}', []],
    ['{% if tone is not defined %}x{% else %}{{ tone }}{% endif %}', []],
    ['{% if tone is defined and tone.loud %}{{ tone }}{% endif %}', []],
    ['{% if tone is undefined or tone %}x{% endif %}', []],
    ["{{ tone if tone is defined else 'calm' }}", []],
    ["{% if 'bio' in author %}{{ author.bio.first }}{% endif %}", ['author']],
    [
      "{% if tone is not defined %}{% set tone = 'calm' %}{% endif %}{{ tone }}",
      [],
    ],
    ['{% if tone is defined %}{{ tone }}{% endif %}{{ tone }}', ['tone']],
    ['{% if not tone %}x{% endif %}', ['tone']],
    ["{{ people|map(attribute='nick', default='-')|list }}", ['people']],
    ["{{ people|selectattr('nick', 'defined')|list }}", ['people']],
    [
      '{% for p in people if p.nick is defined %}{{ p.nick }}{% endfor %}',
      ['people'],
    ],
  ])('leave out what %j can do without', (source, expected) => {
    expect(requiredPaths(parseTemplate(source))).toEqual(expected);
  });

  it('leave out roots that are provided', () => {
    const template = parseTemplate('{{ steps.a.output }} {{ stepson }}');
    expect(requiredPaths(template, { provided: ['steps'] })).toEqual([
      'stepson',
    ]);
  });

  it('follow includes, which see the variables around them', () => {
    const include = () => parseTemplate('{{ tone }} {{ c.name }}');
    const template = parseTemplate(
      "{% for c in cast %}{% include 'style' %}{% endfor %}",
    );
    expect(requiredPaths(template, { include })).toEqual([
      'cast',
      'cast[].name',
      'tone',
    ]);
    expect(requiredPaths(template)).toEqual(['cast']);
  });

  it('end with macros that call each other in ever more ways', () => {
    const macros = Array.from(
      { length: 40 },
      (_, index) =>
        `{% macro m${index}(x) %}{{ m${index + 1}(x.a) }}{{ m${index + 1}(x.b) }}{% endmacro %}`,
    );
    const source = `${macros.reverse().join('')}{{ m0(root) }}`;
    expect(requiredPaths(parseTemplate(source))).toContain('root.a');
  });
});
