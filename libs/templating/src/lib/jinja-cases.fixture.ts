import type { JsonObject } from '@plot-palette/domain';

/** The context of every case; parsed, because a literal `__proto__` would set the prototype. */
export const CASE_CONTEXT = JSON.parse(
  '{"name": "Ada", "n": 3, "f": 1.5, "big": 300, "flag": true, "no": null, "empty": "", "zero": 0, "text": "Tides rise and fall.\\nWater moves.", "uni": "na\\u00efve \\ud83d\\ude00 caf\\u00e9", "xs": [3, 1, 2], "words": ["pear", "Apple", "fig"], "people": [{"name": "Bo", "age": 30, "city": "Oslo"}, {"name": "cy", "age": 25, "city": "Rome"}, {"name": "Al", "age": 30, "city": "Oslo"}], "d": {"b": 2, "a": 1, "C": 3}, "nested": {"a": {"b": [10, 20, {"c": "deep"}]}}, "html": "<b>A & \'B\'</b>", "proto": {"__proto__": "own", "constructor": 1, "items2": [1]}, "s1": "it\'s", "s2": "say \\"hi\\"", "s3": "both \' and \\"", "tab": "a\\tb\\\\c\\n"}',
) as JsonObject;

/** Sources with the text that Jinja2 3.1.6 renders them to (`trim_blocks`, `lstrip_blocks`, default `Undefined`). */
export const JINJA_CASES: Readonly<
  Record<string, readonly (readonly [source: string, expected: string])[]>
> = {
  'literals and printing': [
    [
      '{{ 1 }} {{ 1.0 }} {{ 1e3 }} {{ 1_000 }} {{ 0x1f }} {{ 0b11 }} {{ 0o17 }}',
      '1 1.0 1000.0 1000 31 3 15',
    ],
    [
      '{{ 1e16 }} {{ 1e-5 }} {{ 0.0001 }} {{ 123456789012345.6 }} {{ 1e22 }} {{ 1.5e300 }}',
      '1e+16 1e-05 0.0001 123456789012345.6 1e+22 1.5e+300',
    ],
    [
      '{{ true }} {{ True }} {{ none }} {{ None }} {{ false }}',
      'True True None None False',
    ],
    ["{{ 'a' 'b' }}", 'ab'],
    [
      "{{ 'it\\'s' }} {{ \"q\\\"q\" }} {{ '\\x41\\u00e9\\U0001F600\\101\\q' }}",
      'it\'s q"q A\u00e9\ud83d\ude00A\\q',
    ],
    ["{{ [1, 'a', none, true, 1.0, [2]] }}", "[1, 'a', None, True, 1.0, [2]]"],
    ['{{ (1,) }} {{ (1, 2) }} {{ () }} {{ 1, 2 }}', '(1,) (1, 2) () (1, 2)'],
    [
      "{{ {'a': 1, 2: 'b', none: [1.5]} }} {{ {} }}",
      "{'a': 1, 2: 'b', None: [1.5]} {}",
    ],
    [
      '{{ [s1, s2, s3, tab] }}',
      "[\"it's\", 'say \"hi\"', 'both \\' and \"', 'a\\tb\\\\c\\n']",
    ],
    [
      "{{ [uni] }} {{ ['\\x00\\x7f\\u200b\\u00a0'] }}",
      "['na\u00efve \ud83d\ude00 caf\u00e9'] ['\\x00\\x7f\\u200b\\xa0']",
    ],
    ['{{ name }}{{ missing }}{{ no }}', 'AdaNone'],
    [
      '{{ xs }} {{ d }} {{ people[0] }}',
      "[3, 1, 2] {'b': 2, 'a': 1, 'C': 3} {'name': 'Bo', 'age': 30, 'city': 'Oslo'}",
    ],
    ['{{ flag }} {{ f }} {{ big }} {{ zero }}', 'True 1.5 300 0'],
    [
      '{{ 2**70 }} {{ 12345678901234567890 }} {{ -2**63 }}',
      '1180591620717411303424 12345678901234567890 -9223372036854775808',
    ],
    ["{{ [1,2,] }} {{ {'a':1,} }}", "[1, 2] {'a': 1}"],
    ["{{ {'a': {'b': {}}} }}", "{'a': {'b': {}}}"],
    [
      '{{ range(3) }} {{ range(1,10,2) }} {{ d.items() }} {{ d.keys() }} {{ d.values() }}',
      "range(0, 3) range(1, 10, 2) dict_items([('b', 2), ('a', 1), ('C', 3)]) dict_keys(['b', 'a', 'C']) dict_values([2, 1, 3])",
    ],
  ],
  arithmetic: [
    [
      '{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 % -3 }}',
      '3 -4 1 2 -2',
    ],
    [
      '{{ 7 / 2 }} {{ 6 / 2 }} {{ 2 ** 3 }} {{ 2 ** -1 }} {{ 2 ** 0.5 }}',
      '3.5 3.0 8 0.5 1.4142135623730951',
    ],
    ['{{ 2 ** 3 ** 2 }}', '64'],
    ['{{ -2 ** 2 }}', '4'],
    ['{{ 1 + 2 * 3 - 4 }} {{ (1 + 2) * 3 }}', '3 9'],
    [
      '{{ 0.1 + 0.2 }} {{ 1.5 + 1.5 }} {{ 3 * 1.0 }}',
      '0.30000000000000004 3.0 3.0',
    ],
    ['{{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 7 // 2.0 }}', '3.0 0.5 3.0'],
    [
      "{{ 'a' * 3 }} {{ 2 * 'ab' }} {{ 'a' * -1 }}|{{ [1] * 2 }} {{ (1,) * 2 }}",
      'aaa abab |[1, 1] (1, 1)',
    ],
    ["{{ 'a' + 'b' }} {{ [1] + [2] }} {{ (1,) + (2,) }}", 'ab [1, 2] (1, 2)'],
    ["{{ 'a' ~ 1 ~ none ~ 1.0 ~ missing }}", 'a1None1.0'],
    ['{{ true + 1 }} {{ -true }} {{ +3 }} {{ -f }}', '2 -1 3 -1.5'],
    [
      "{{ '%s-%d-%.2f' % ('a', 3, 1.5) }} {{ '%05d|%-5s|%5s' % (42, 'a', 'b') }}",
      'a-3-1.50 00042|a    |    b',
    ],
    ['{{ 5 - 5.0 }} {{ -0.0 }} {{ 0 * -1 }}', '0.0 -0.0 0'],
    [
      '{{ 99999999999 * 99999999999 }} {{ 10**20 // 3 }} {{ 10**20 % 7 }}',
      '9999999999800000000001 33333333333333333333 2',
    ],
  ],
  'comparison and logic': [
    [
      '{{ 1 < 2 < 3 }} {{ 1 < 2 > 3 }} {{ 1 == 1.0 }} {{ 1 == true }}',
      'True False True True',
    ],
    [
      "{{ 'a' < 'b' }} {{ 'Z' < 'a' }} {{ [1,2] < [1,3] }} {{ (1,2) == (1,2) }} {{ [1] == (1,) }}",
      'True True True True False',
    ],
    [
      "{{ 'a' in 'cat' }} {{ 2 in xs }} {{ 'a' in d }} {{ 9 not in xs }} {{ 'x' in missing }}",
      'True True True True False',
    ],
    [
      "{{ 0 or 'x' }} {{ '' or none }} {{ 1 and 2 }} {{ 0 and 1 }} {{ not 1 }} {{ not '' }}",
      'x None 2 0 False True',
    ],
    [
      "{{ 'y' if flag else 'n' }} {{ 'y' if zero else 'n' }} [{{ 'y' if zero }}]",
      'y n []',
    ],
    ['{{ 1 if 0 else 2 if 0 else 3 }}', '3'],
    ['{{ not 1 == 2 }} {{ not (1 and 0) }}', 'True True'],
    [
      "{{ d == {'a':1,'b':2,'C':3} }} {{ none == none }} {{ missing == nope }}",
      'True True True',
    ],
    [
      '{{ 3 in range(5) }} {{ 5 in range(5) }} {{ range(3) == range(0,3) }}',
      'True False True',
    ],
    [
      "{{ 1 != 2 }} {{ 'a' != 'a' }} {{ 2 >= 2 }} {{ 1.5 <= 1 }}",
      'True False True False',
    ],
    [
      "{% if [] or {} or () or '' or 0 or 0.0 or none or missing %}y{% else %}n{% endif %}",
      'n',
    ],
    ["{{ '\ud83d\ude00' > '\uffff' }}", 'True'],
  ],
  'attributes, subscripts and slices': [
    [
      "{{ people[0].name }} {{ people[0]['age'] }} {{ people[-1].name }}",
      'Bo 30 Al',
    ],
    ["{{ nested.a.b[2].c }} {{ nested['a']['b'].0 }}", 'deep 10'],
    ["[{{ name.nope }}][{{ d.zzz }}][{{ xs[9] }}][{{ d['q'] }}]", '[][][][]'],
    [
      '{{ name[0] }} {{ name[-1] }} {{ name[1:] }} {{ name[:-1] }} {{ name[::-1] }} {{ name[::2] }}',
      'A a da Ad adA Aa',
    ],
    [
      '{{ xs[1:] }} {{ xs[:1] }} {{ xs[-2:] }} {{ xs[::-1] }} {{ xs[5:] }} {{ (1,2,3)[1:] }}',
      '[1, 2] [3] [1, 2] [2, 1, 3] [] (2, 3)',
    ],
    [
      '{{ uni[6] }} {{ uni[6:8] }} {{ uni|length }} {{ uni[::-1] }}',
      '\ud83d\ude00 \ud83d\ude00  12 \u00e9fac \ud83d\ude00 ev\u00efan',
    ],
    ['{{ text[:5] }}|{{ text[100:] }}|{{ text[-6:-1] }}', 'Tides||moves'],
    [
      '{{ range(10)[2:8:2] }} {{ range(10)[-1] }} {{ range(10)[::-1] }}',
      'range(2, 8, 2) 9 range(9, -1, -1)',
    ],
    [
      "{{ xs[0:2][0] }} {{ [1,2,3][1] }} {{ 'abc'[1] }} {{ {'k':[5]}['k'][0] }}",
      '3 2 b 5',
    ],
    ["{{ xs[true] }} {{ {1:'a'}[1.0] }} {{ {1:'a'}[true] }}", '1 a a'],
    [
      '{{ proto.constructor }}{{ d.constructor }}{{ d.__proto__ }}{{ name.toString }}{{ xs.map }}',
      '1',
    ],
    [
      '{{ xs[10:0:-1] }} {{ xs[-100:100] }} {{ name[5:1:-2] }}|{{ name[-1:-3:-1] }}',
      '[2, 1] [3, 1, 2] a|ad',
    ],
  ],
  methods: [
    [
      "{{ 'a b  c'.split() }} {{ 'a,b,,c'.split(',') }} {{ 'a,b,c'.split(',', 1) }} {{ ' a b c '.split(None, 1) }}",
      "['a', 'b', 'c'] ['a', 'b', '', 'c'] ['a', 'b,c'] ['a', 'b c ']",
    ],
    [
      "{{ 'a,b,c'.rsplit(',', 1) }} {{ 'a b c'.rsplit(None, 1) }} {{ ''.split() }} {{ ''.split(',') }}",
      "['a,b', 'c'] ['a b', 'c'] [] ['']",
    ],
    [
      "[{{ '  a '.strip() }}][{{ 'xxaxx'.strip('x') }}][{{ '  a '.lstrip() }}][{{ '  a '.rstrip() }}]",
      '[a][a][a ][  a]',
    ],
    [
      "{{ name.upper() }} {{ name.lower() }} {{ \"they're ok\".title() }} {{ 'aBC'.capitalize() }} {{ 'aB'.swapcase() }}",
      "ADA ada They'Re Ok Abc Ab",
    ],
    [
      "{{ 'banana'.replace('an','AN') }} {{ 'banana'.replace('a','',1) }} {{ 'ab'.replace('','-') }}",
      'bANANa bnana -a-b-',
    ],
    [
      "{{ name.startswith('A') }} {{ name.endswith(('x','a')) }} {{ 'banana'.count('an') }} {{ 'banana'.find('n') }} {{ 'banana'.rfind('n') }} {{ 'b'.find('z') }}",
      'True True 2 2 4 -1',
    ],
    [
      "{{ ', '.join(words) }} {{ 'a\\nb\\r\\nc'.splitlines() }} {{ 'a-b-c'.partition('-') }} {{ 'a-b-c'.rpartition('-') }}",
      "pear, Apple, fig ['a', 'b', 'c'] ('a', '-', 'b-c') ('a-b', '-', 'c')",
    ],
    ["{{ d.get('a') }} {{ d.get('zz') }} {{ d.get('zz', 0) }}", '1 None 0'],
    ['{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}', 'b=2;a=1;C=3;'],
    ['{{ xs.index(1) }} {{ xs.count(1) }} {{ (1,1,2).count(1) }}', '1 1 2'],
    [
      "{{ '7'.zfill(3) }} {{ '-7'.zfill(4) }} [{{ 'a'.center(4) }}][{{ 'a'.ljust(3,'.') }}][{{ 'a'.rjust(3) }}][{{ 'ab'.center(5) }}]",
      '007 -007 [ a  ][a..][  a][  ab ]',
    ],
    [
      "{{ '12'.isdigit() }} {{ 'a1'.isalnum() }} {{ 'ab'.isalpha() }} {{ ' '.isspace() }} {{ 'AB'.isupper() }} {{ ''.isdigit() }}",
      'True True True True True False',
    ],
    [
      "{{ '{} {} {x}'.format(1, 'a', x=2) }} {{ '{0}{1}{0}'.format('a','b') }} {{ '{:>5}|{:<5}|{:^5}'.format(1,'a','b') }} {{ '{:.2f} {:,} {:05d} {:x}'.format(1.5, 1234567, 42, 255) }}",
      '1 a 2 aba     1|a    |  b   1.50 1,234,567 00042 ff',
    ],
    [
      "{{ 'prefix-x'.removeprefix('prefix-') }} {{ 'x.txt'.removesuffix('.txt') }}",
      'x x',
    ],
    [
      "{{ 'stra\u00dfe'.upper() }} {{ '\u00c9'.lower() }} {{ '\u00e9lan vital'.title() }}",
      'STRASSE \u00e9 \u00c9lan Vital',
    ],
  ],
  'filters on text': [
    [
      "{{ 'hello world'|title }} {{ \"don't stop-now (yes)\"|title }} {{ 'aBC'|capitalize }} {{ 'a'|upper }} {{ 'A'|lower }}",
      "Hello World Don't Stop-Now (Yes) Abc A a",
    ],
    ["[{{ '  a '|trim }}][{{ 'xax'|trim('x') }}]", '[a][a]'],
    [
      "{{ 'banana'|replace('a','o') }} {{ 'banana'|replace('a','o',2) }} {{ 123|replace('2','x') }}",
      'bonono bonona 1x3',
    ],
    [
      "{{ text|truncate(10) }}|{{ text|truncate(10, true) }}|{{ text|truncate(10, false, '\u2026') }}|{{ 'foo bar baz'|truncate(9) }}|{{ 'foo bar baz qux'|truncate(9, leeway=0) }}",
      'Tides...|Tides r...|Tides\u2026|foo bar baz|foo...',
    ],
    [
      '{{ text|wordcount }} {{ uni|wordcount }} {{ "it\'s a-b"|wordcount }}',
      '6 2 4',
    ],
    [
      "{{ 'the quick brown fox jumps'|wordwrap(10) }}",
      'the quick\nbrown fox\njumps',
    ],
    [
      "{{ 'abcdefghijklmnop qrs'|wordwrap(5) }}|{{ 'abcdefghij k'|wordwrap(5, false) }}|{{ 'a-long-hyphenated-word here'|wordwrap(8) }}",
      'abcde\nfghij\nklmno\np qrs|abcdefghij\nk|a-long-h\nyphenate\nd-word\nhere',
    ],
    [
      "{{ 'one  two   three\\n\\nfour'|wordwrap(7) }}|{{ 'aa bb'|wordwrap(2, wrapstring='/') }}",
      'one\ntwo\nthree\n\nfour|aa/bb',
    ],
    [
      "{{ 'a\\nb\\n\\nc'|indent }}|{{ 'a\\nb'|indent(2, true) }}|{{ 'a\\n\\nb'|indent(2, blank=true) }}|{{ 'a\\nb'|indent('>> ') }}",
      'a\n    b\n\n    c|  a\n  b|a\n  \n  b|a\n>> b',
    ],
    [
      "[{{ 'a'|center(5) }}][{{ 'ab'|center(5) }}][{{ 'abcdef'|center(3) }}]",
      '[  a  ][  ab ][abcdef]',
    ],
    [
      "{{ html|escape }} {{ html|e }} {{ html|striptags }} {{ '<!-- x -->a  <i>b</i>&lt;'|striptags }}",
      "&lt;b&gt;A &amp; &#39;B&#39;&lt;/b&gt; &lt;b&gt;A &amp; &#39;B&#39;&lt;/b&gt; A & 'B' a b<",
    ],
    [
      "{{ 'a b/\u00fc?&'|urlencode }} {{ {'a b':'c/d'}|urlencode }} {{ [('x',1)]|urlencode }}",
      'a%20b/%C3%BC%3F%26 a+b=c%2Fd x=1',
    ],
    [
      "{{ '%s is %d'|format('x', 3) }} {{ '%(a)s'|format(a=1) }} {{ '%5.1f%%|%x|%e|%g'|format(3.14159, 255, 12345.678, 0.0001) }}",
      'x is 3 1   3.1%|ff|1.234568e+04|0.0001',
    ],
    [
      '{{ 12|string ~ 1.0|string }} {{ none|string }} {{ missing|upper }}|',
      '121.0 None |',
    ],
    [
      "{{ 'abc'|reverse }} {{ 'abc'|first }} {{ 'abc'|last }} {{ 'abc'|list }} {{ 'abc'|join('-') }}",
      "cba a c ['a', 'b', 'c'] a-b-c",
    ],
    [
      "{{ d|tojson }} {{ [1.0, none, true, '\u00e9<']|tojson }} {{ {'a':[1,2]}|tojson(indent=2) }} {{ []|tojson(indent=2) }}",
      '{"C": 3, "a": 1, "b": 2} [1.0, null, true, "\\u00e9\\u003c"] {\n  "a": [\n    1,\n    2\n  ]\n} []',
    ],
    [
      "{{ uni|upper }} {{ uni|truncate(6, true, '', 0) }} {{ 'h\u00e9llo w\u00f6rld'|title }}",
      'NA\u00cfVE \ud83d\ude00 CAF\u00c9 na\u00efve  H\u00e9llo W\u00f6rld',
    ],
    ["{{ {'a':'b'}|pprint }} {{ 'x'|pprint }}", "{'a': 'b'} 'x'"],
  ],
  'filters on numbers': [
    [
      "{{ '42'|int }} {{ 'x'|int }} {{ 'x'|int(7) }} {{ '4.7'|int }} {{ 4.7|int }} {{ -4.7|int }} {{ '0x1f'|int(0, 16) }} {{ none|int }} {{ true|int }}",
      '42 0 7 4 4 -4 31 0 1',
    ],
    [
      "{{ '1.5'|float }} {{ 'x'|float }} {{ 3|float }} {{ '1e3'|float }} {{ 'x'|float(2.5) }} {{ ' 2 '|float }}",
      '1.5 0.0 3.0 1000.0 2.5 2.0',
    ],
    [
      "{{ 2.5|round }} {{ 3.5|round }} {{ 2.675|round(2) }} {{ 1.005|round(2) }} {{ 1234.5|round(-2) }} {{ 42.55|round(1, 'floor') }} {{ 42.51|round(1,'ceil') }} {{ 0.5|round }} {{ -1.5|round }}",
      '2.0 4.0 2.67 1.0 1200.0 42.5 42.6 0.0 -2.0',
    ],
    [
      '{{ 3|round }} {{ 15|round(-1) }} {{ 25|round(-1) }} {{ -3|abs }} {{ -1.5|abs }} {{ 42.7|round|int }}',
      '3 20 20 3 1.5 43',
    ],
    [
      "{{ [1,2,3]|sum }} {{ [1.5,2]|sum }} {{ []|sum }} {{ people|sum(attribute='age') }} {{ [1]|sum(start=10) }}",
      '6 3.5 0 85 11',
    ],
    [
      "{{ xs|min }} {{ xs|max }} {{ words|min }} {{ words|max }} {{ people|min(attribute='age') }} [{{ []|max }}]",
      "1 3 Apple pear {'name': 'cy', 'age': 25, 'city': 'Rome'} []",
    ],
  ],
  'filters on lists': [
    [
      '{{ xs|sort }} {{ xs|sort(reverse=true) }} {{ words|sort }} {{ words|sort(case_sensitive=true) }}',
      "[1, 2, 3] [3, 2, 1] ['Apple', 'fig', 'pear'] ['Apple', 'fig', 'pear']",
    ],
    [
      "{{ people|sort(attribute='age')|map(attribute='name')|list }} {{ people|sort(attribute='age,name')|map(attribute='name')|join(',') }} {{ people|sort(true, attribute='age')|map(attribute='name')|join(',') }}",
      "['cy', 'Bo', 'Al'] cy,Al,Bo Bo,Al,cy",
    ],
    [
      "{{ d|dictsort }} {{ d|dictsort(true) }} {{ d|dictsort(by='value', reverse=true) }}",
      "[('a', 1), ('b', 2), ('C', 3)] [('C', 3), ('a', 1), ('b', 2)] [('C', 3), ('b', 2), ('a', 1)]",
    ],
    [
      "{{ [1,1,2,'a','A']|unique|list }} {{ ['a','A']|unique(true)|list }} {{ people|unique(attribute='city')|map(attribute='name')|list }}",
      "[1, 2, 'a'] ['a', 'A'] ['Bo', 'cy']",
    ],
    [
      "{% for g in people|groupby('city') %}{{ g.grouper }}:{{ g.list|map(attribute='name')|join('+') }};{% endfor %}",
      'Oslo:Bo+Al;Rome:cy;',
    ],
    [
      "{% for city, items in people|groupby('city') %}{{ city }}={{ items|length }} {% endfor %}{{ people|groupby('age')|map('first')|list }}",
      'Oslo=2 Rome=1 [25, 30]',
    ],
    [
      "{{ xs|map('string')|join('-') }} {{ words|map('upper')|list }} {{ people|map(attribute='zip', default='-')|list }} {{ words|map('replace','p','P')|list }}",
      "3-1-2 ['PEAR', 'APPLE', 'FIG'] ['-', '-', '-'] ['Pear', 'APPle', 'fig']",
    ],
    [
      "{{ xs|select('odd')|list }} {{ xs|reject('odd')|list }} {{ [0,1,'']|select|list }} {{ xs|select('gt', 1)|list }}",
      '[3, 1] [2] [1] [3, 2]',
    ],
    [
      "{{ people|selectattr('age','ge',30)|map(attribute='name')|list }} {{ people|rejectattr('age','eq',30)|map(attribute='name')|list }} {{ people|selectattr('zip','defined')|list }} {{ people|selectattr('name')|list|length }}",
      "['Bo', 'Al'] ['cy'] [] 3",
    ],
    [
      "{{ range(7)|batch(3)|list }} {{ range(7)|batch(3,'x')|list }} {{ range(7)|slice(3)|list }} {{ range(7)|slice(3,'x')|list }}",
      "[[0, 1, 2], [3, 4, 5], [6]] [[0, 1, 2], [3, 4, 5], [6, 'x', 'x']] [[0, 1, 2], [3, 4], [5, 6]] [[0, 1, 2], [3, 4, 'x'], [5, 6, 'x']]",
    ],
    [
      '{{ xs|first }} {{ xs|last }} [{{ []|first }}] {{ xs|length }} {{ d|length }} {{ xs|count }} {{ missing|length }}',
      '3 2 [] 3 3 3 0',
    ],
    [
      "{{ xs|join(', ') }} {{ people|join(',', attribute='name') }} {{ [1,none,'a']|join }} {{ d|join('-') }}",
      '3, 1, 2 Bo,cy,Al 1Nonea b-a-C',
    ],
    [
      "{{ xs|reverse|list }} {{ (1,2)|reverse|list }} {{ d|list }} {{ d|items|list }} {{ 'ab'|list }}",
      "[2, 1, 3] [2, 1] ['b', 'a', 'C'] [('b', 2), ('a', 1), ('C', 3)] ['a', 'b']",
    ],
    [
      "{{ missing|default('x') }} {{ empty|default('x') }}|{{ empty|default('x', true) }} {{ none|default('x') }} {{ d.zz|d('y') }}",
      'x |x None y',
    ],
    [
      "{{ [[2,'b'],[1,'a']]|sort }} {{ [(2,'b'),(1,'a')]|map(attribute=1)|list }} {{ [true,false,2]|sort }}",
      "[[1, 'a'], [2, 'b']] ['b', 'a'] [False, True, 2]",
    ],
    [
      "{{ missing|list }}{{ missing|join(',') }}{{ missing|sort }} {{ missing|sum }}",
      '[][] 0',
    ],
    [
      "{{ ['b','a','C']|sort|join }} {{ ['b','B','a']|sort|join }} {{ [2,1.5,true]|sort }}",
      'abC abB [True, 1.5, 2]',
    ],
  ],
  tests: [
    [
      '{{ name is defined }} {{ missing is defined }} {{ missing is undefined }} {{ d.zz is defined }} {{ no is none }} {{ no is not none }}',
      'True False True False True False',
    ],
    [
      "{{ 1 is number }} {{ 1.5 is number }} {{ true is number }} {{ 'a' is number }} {{ 1 is integer }} {{ true is integer }} {{ 1.0 is float }} {{ 1 is float }} {{ true is boolean }}",
      'True True True False True False True False True',
    ],
    [
      "{{ 'a' is string }} {{ 1 is string }} {{ d is mapping }} {{ xs is mapping }} {{ xs is iterable }} {{ 1 is iterable }} {{ 'a' is sequence }} {{ d is sequence }} {{ 3 is sequence }} {{ missing is iterable }}",
      'True False True False True False True True False True',
    ],
    [
      '{{ 3 is odd }} {{ 4 is even }} {{ 9 is divisibleby 3 }} {{ 9 is divisibleby(2) }} {{ true is true }} {{ 1 is true }} {{ false is false }}',
      'True True True False True False True',
    ],
    [
      '{{ 1 is eq 1 }} {{ 1 is ne 2 }} {{ 1 is lt 2 }} {{ 2 is le 2 }} {{ 3 is gt 2 }} {{ 3 is ge 4 }} {{ 1 is in [1] }} {{ 5 is not in xs }} {{ 1 is equalto 1 }}',
      'True True True True True False True True True',
    ],
    [
      "{{ 'ab' is lower }} {{ 'AB' is upper }} {{ 'Ab' is lower }} {{ none is sameas none }} {{ 1 is sameas true }} {{ range is callable }}",
      'True True False True False True',
    ],
    [
      "{{ 'yes' if xs is iterable and name is string else 'no' }} {{ name is defined and name }} {{ not missing is defined }}",
      'yes Ada True',
    ],
    [
      '{{ 3 is odd and 4 is even }} {{ (5 is odd) == true }} {{ name|length is gt 2 }} {{ 1 is not odd }}',
      'True True True False',
    ],
  ],
  'control flow': [
    ['{% if n == 1 %}a{% elif n == 3 %}b{% else %}c{% endif %}', 'b'],
    [
      "{% for x in xs %}{{ loop.index }}/{{ loop.length }}:{{ x }}{{ ',' if not loop.last }}{% endfor %}",
      '1/3:3,2/3:1,3/3:2',
    ],
    [
      '{% for x in xs %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }} {% endfor %}',
      '032TrueFalse 121FalseFalse 210FalseTrue ',
    ],
    [
      '{% for x in xs %}[{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }}]{% endfor %}',
      '[<3>1][3<1>2][1<2>]',
    ],
    [
      "{% for x in xs %}{{ loop.cycle('a','b') }}{% endfor %} {% for x in [1,1,2] %}{{ loop.changed(x) }} {% endfor %}",
      'aba True False True ',
    ],
    [
      '{% for x in [] %}x{% else %}none{% endfor %}{% for x in missing %}x{% else %}none{% endfor %}',
      'nonenone',
    ],
    [
      '{% for x in xs if x > 1 %}{{ loop.index }}:{{ x }} {% else %}no{% endfor %}',
      '1:3 2:2 ',
    ],
    [
      '{% for a, b in [(1,2),(3,4)] %}{{ a }}-{{ b }} {% endfor %}{% for (a, (b, c)) in [(1,(2,3))] %}{{ a+b+c }}{% endfor %}',
      '1-2 3-4 6',
    ],
    [
      "{% for x in xs %}{% for y in 'ab' %}{{ loop.index }}{{ y }}{% endfor %}{{ loop.index }} {% endfor %}",
      '1a2b1 1a2b2 1a2b3 ',
    ],
    [
      '{% set x = 1 %}{% for i in xs %}{% set x = x + i %}{{ x }} {% endfor %}{{ x }}',
      '4 2 3 1',
    ],
    [
      '{% set ns = namespace(total=0) %}{% for i in xs %}{% set ns.total = ns.total + i %}{% endfor %}{{ ns.total }}',
      '6',
    ],
    [
      '{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set c %}x{{ a }}y{% endset %}[{{ c }}]{% set e | upper %}low{% endset %}{{ e }}',
      '12[x1y]LOW',
    ],
    ['{% if true %}{% set q = 5 %}{% endif %}{{ q }}', '5'],
    [
      '{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}[{{ a }}]{% with %}{% set z = 3 %}{{ z }}{% endwith %}[{{ z }}]',
      '3[]3[]',
    ],
    [
      "{% filter upper %}abc {{ name }}{% endfilter %} {% filter replace('a','b')|upper %}banana{% endfilter %}",
      'ABC ADA BBNBNB',
    ],
    [
      '{% raw %}{{ not }} {% if %}{% endraw %}|{# comment {{ x }} #}|',
      '{{ not }} {% if %}||',
    ],
    [
      '{% for c in name %}{{ c }}.{% endfor %}{% for k in d %}{{ k }}{% endfor %}',
      'A.d.a.baC',
    ],
    ['{% for i in range(3, 0, -1) %}{{ i }}{% endfor %}', '321'],
    [
      "{% set c = cycler('a','b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{% set j = joiner('|') %}{% for x in xs %}{{ j() }}{{ x }}{% endfor %}",
      'abab3|1|2',
    ],
    [
      "{{ dict(a=1, b=2) }} {{ dict([('x', 1)]) }} {{ dict(d, z=9) }}",
      "{'a': 1, 'b': 2} {'x': 1} {'b': 2, 'a': 1, 'C': 3, 'z': 9}",
    ],
    [
      '{% for x in xs|sort %}{{ x }}{% endfor %}{% for x in xs[:2] %}{{ x }}{% endfor %}',
      '12331',
    ],
    [
      '{% with x = n %}{% with x = x + 1, y = x %}{{ x }}{{ y }}{% endwith %}{{ x }}{% endwith %}',
      '433',
    ],
    [
      '{% set x = 1 %}{% if true %}{% set x = 2 %}{% endif %}{{ x }}{% for i in [1] %}{% if true %}{% set x = 3 %}{% endif %}{{ x }}{% endfor %}{{ x }}',
      '232',
    ],
    [
      '{% for x in [1,2,3] if x is odd %}{{ loop.length }}{{ loop.last }} {% endfor %}',
      '2False 2True ',
    ],
    [
      "{% for key, group in people|groupby('city') %}{{ loop.index }}{{ key }} {% endfor %}",
      '1Oslo 2Rome ',
    ],
  ],
  macros: [
    [
      '{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(b=5, a=4) }} {{ m() }}',
      '1-2 1-3 4-5 -2',
    ],
    ["{% macro m(a, b=a) %}{{ b }}{% endmacro %}{{ m('x') }}", 'x'],
    [
      '{% macro m() %}{{ varargs }} {{ kwargs }}{% endmacro %}{{ m(1, 2, z=3) }}',
      "(1, 2) {'z': 3}",
    ],
    [
      "{% macro box(t) %}<{{ t }}:{{ caller() }}>{% endmacro %}{% call box('x') %}in {{ name }}{% endcall %}",
      '<x:in Ada>',
    ],
    [
      '{% macro each(items) %}{% for i in items %}{{ caller(i) }}{% endfor %}{% endmacro %}{% call(i) each(xs) %}[{{ i }}]{% endcall %}',
      '[3][1][2]',
    ],
    [
      '{% macro f(k) %}{% if k > 1 %}{{ k }}{{ f(k - 1) }}{% else %}1{% endif %}{% endmacro %}{{ f(5) }}',
      '54321',
    ],
    [
      '{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}B{% endmacro %}{{ a() }}',
      'B',
    ],
    [
      '{% set y = 1 %}{% macro m() %}{{ y }}{% endmacro %}{{ m() }}{% set y = 2 %}{{ m() }}',
      '12',
    ],
    [
      "{% macro m(x) %}{% set x = x + 1 %}{{ x }}{% endmacro %}{{ m(1) }}{{ x }}|{{ m(1)|upper }}|{{ m(1) ~ '!' }}",
      '2|2|2!',
    ],
    [
      "{% macro m(a) %}{{ a is defined }}{% endmacro %}{{ m() }} {{ m(none) }} {{ m(*[1]) }} {{ m(**{'a': 1}) }}",
      'False True True True',
    ],
    [
      '{% macro m() %}x{% if caller is defined %}{{ caller() }}{% endif %}{% endmacro %}{{ m() }}{% call m() %}y{% endcall %}',
      'xxy',
    ],
  ],
  whitespace: [
    ['a\n  {% if true %}\n  b\n  {% endif %}\nc\n', 'a\n  b\nc'],
    ['  {{ 1 }}\n{% set x = 1 %}\n\n{{ x }}\n\n', '  1\n\n1\n'],
    ['a {%- if true -%} b {%- endif -%} c', 'abc'],
    ['a\n{{- 1 -}}\nb {{- 2 }} c', 'a1b2 c'],
    ['  {%+ if true %}x{% endif +%}\ny', '  x\ny'],
    ['{% if true +%}\nx\n{% endif %}\n', '\nx\n'],
    ['{# c #}\nx\n  {# c2 #}  \ny', 'x\n  \ny'],
    ['{#- c -#}  x {#- d -#} y', 'xy'],
    ['{% raw %}\n  a\n{% endraw %}\nb', '\n  a\nb'],
    ['  {% raw -%}  a  {%- endraw %}  b', 'a  b'],
    ['x {% raw %} {{ y }} {% endraw %} z', 'x  {{ y }}  z'],
    ['{% for i in [1,2] %}\n- {{ i }}\n{% endfor %}\nend', '- 1\n- 2\nend'],
    ['{% for i in [1,2] -%}\n  {{ i }}\n{%- endfor %}', '12'],
    ['\n\n{% if true %}\n\n  x\n\n{% endif %}\n\n', '\n\n\n  x\n\n'],
    ['a\r\nb\rc\r\n', 'a\nb\nc'],
    ["a{{ 'x\n' }}\n  {% if true %}y{% endif %}", 'ax\n\ny'],
    ['  {% set a = 1 %}  {% set b = 2 %}  \nq', '    \nq'],
    ['\t {% if true %}\tz{% endif %}', '\tz'],
    ['{{ 1 -}}   \n   {{ 2 }}', '12'],
    ['{%- macro m() -%}\n  hi\n{%- endmacro -%}\n{{ m() }}', 'hi'],
    ["{% if true %} {% endif %}|{{ '' }}\n", ' |'],
    ['text only\n\n\n', 'text only\n\n'],
    ['{% set x %}\n  a\n{% endset %}\n[{{ x }}]', '[  a\n]'],
    ["{{ '{{' }} {{ '%}' }} {{ \"}}\" }}", '{{ %} }}'],
    ['{ { } } % { {x} #', '{ { } } % { {x} #'],
    ['', ''],
    ['\n', ''],
    [
      '   {%- if true %} a {%- endif %}\n\n   {%- if true %} b {%- endif %}',
      ' a b',
    ],
  ],
};

/** Sources that Jinja2 refuses, while parsing or rendering. */
export const REFUSED_SOURCES: readonly string[] = [
  '{{ missing.x }}',
  '{{ missing() }}',
  "{{ 1 + 'a' }}",
  '{{ 1 / 0 }}',
  '{{ xs.nope() }}',
  '{{ [] < {} }}',
  "{{ 'a' < 1 }}",
  '{{ missing + 1 }}',
  '{% for x in 5 %}{% endfor %}',
  '{% for a, b in [1] %}{% endfor %}',
  '{% if %}{% endif %}',
  '{{ 1 + }}',
  "{{ 'a",
  '{% endif %}',
  '{% if x %}',
  '{% for x in %}{% endfor %}',
  '{{ x | nofilter }}',
  '{{ x is notest }}',
  '{# open',
  '{% raw %} open',
  '{{ a b }}',
  '{% set true = 1 %}',
  '{{ (1 }}',
  '{{ 1 ] }}',
  '{{ 5 % 0 }}',
  '{{ {[]: 1} }}',
  '{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}',
  '{% macro m(a) %}{% endmacro %}{{ m(b=2) }}',
  '{{ xs|first(1) }}',
  "{{ [1,'a']|sort }}",
  '{{ 1 in 5 }}',
  "{{ 'x'.format2() }}",
  "{{ {}|dictsort(by='z') }}",
  '{{ missing|int }}',
  "{{ 'a'|truncate(1) }}",
  '{{ none.x.y }}',
  "{{ ''.join([1]) }}",
  '{{ 0 ** -1 }}',
  "{% include 'nope' %}",
  "{{ '%d'|format('x') }}",
  '{{ range(1, 2, 0)|list }}',
  '{{ loop.index }}',
  '{% set ns.a = 1 %}',
  '{{ 5() }}',
  "{{ 'a' * 'b' }}",
  "{{ -'a' }}",
  '{{ x.1y }}',
  '{{ missing|tojson }}',
  '{% for x in xs %}{% else %}{% else %}{% endfor %}',
];
