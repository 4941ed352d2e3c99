import { checkTemplateSteps } from './check-template-steps';
import { parseTemplate } from './parse-template';

function messagesOf(...prompts: string[]): string[] {
  const steps = prompts.map((prompt, index) => ({
    id: `s${index + 1}`,
    prompt,
  }));
  return checkTemplateSteps(steps).issues.map(({ message }) => message);
}

describe(checkTemplateSteps.name, () => {
  it('accepts steps that read earlier ones, and gives what they need together', () => {
    expect(
      checkTemplateSteps([
        { id: 'outline', prompt: 'Theme: {{ theme }}' },
        {
          id: 'story',
          prompt: '{{ steps.outline.output }} {{ author.name }}',
          system: 'Tone {{ tone }}',
        },
      ]),
    ).toEqual({ issues: [], requiredPaths: ['author.name', 'theme', 'tone'] });
  });

  it('reports every problem of every step with its place', () => {
    const { issues } = checkTemplateSteps([
      { id: 'a', prompt: 'x\n{{ y|uper }} {{ z is od }}' },
      { id: 'b', prompt: 'fine', system: '{% if %}' },
    ]);
    expect(issues).toEqual([
      {
        stepId: 'a',
        part: 'prompt',
        line: 2,
        column: 6,
        message: "Unknown filter 'uper'; did you mean 'upper'?",
        severity: 'error',
      },
      {
        stepId: 'a',
        part: 'prompt',
        line: 2,
        column: 22,
        message: "Unknown test 'od'; did you mean 'odd'?",
        severity: 'error',
      },
      {
        stepId: 'b',
        part: 'system',
        line: 1,
        column: 7,
        message: "Expected an expression, found '%}'",
        severity: 'error',
      },
    ]);
  });

  it.each([
    [
      '{{ steps.s2.output }}',
      "'steps.s2.output' cannot be read here: step 's2' comes after this one",
    ],
    [
      '{{ steps.s1.output }}',
      "'steps.s1.output' cannot be read here: step 's1' is this step itself",
    ],
    ["{{ steps['nope'].output }}", "There is no step 'nope'"],
    ['{{ outlin(1) }}', "Unknown function or macro 'outlin'"],
    [
      '{{ upper(x) }}',
      "Unknown function or macro 'upper'; 'upper' is a filter: write value | upper",
    ],
    [
      '{{ rnge(3) }}',
      "Unknown function or macro 'rnge'; did you mean 'range'?",
    ],
  ])('refuses %j', (prompt, message) => {
    expect(messagesOf(prompt, 'x')).toEqual([message]);
  });

  it('suggests the step that was meant, and the member that exists', () => {
    expect(
      messagesOf('x', '{{ steps.s11.output }}{{ steps.s1.text }}'),
    ).toEqual([
      "There is no step 's11'; did you mean 's1'?",
      "A step has no 'text'; read 'steps.s1.output'",
    ]);
  });

  it('only warns about a step that is read if it is there', () => {
    const { issues } = checkTemplateSteps([
      {
        id: 'a',
        prompt: '{% if steps.b is defined %}{{ steps.b.output }}{% endif %}',
      },
    ]);
    expect(
      issues.map(({ severity, message }) => `${severity}: ${message}`),
    ).toEqual([
      "warning: There is no step 'b'",
      "warning: There is no step 'b'",
    ]);
  });

  it('tells once about an output with a default, which fails all the same without the step', () => {
    const { issues } = checkTemplateSteps([
      { id: 'a', prompt: "{{ steps.b.output|default('') }}" },
    ]);
    expect(issues).toMatchObject([
      { severity: 'error', message: "There is no step 'b'" },
    ]);
  });

  it('refuses two steps of the same id', () => {
    const { issues } = checkTemplateSteps([
      { id: 'a', prompt: '1' },
      { id: 'a', prompt: '2' },
    ]);
    expect(issues).toMatchObject([
      {
        stepId: 'a',
        message:
          "There is already a step 'a'; give every step an id of its own",
      },
    ]);
  });

  it('knows macros, also those defined after the macro that calls them', () => {
    expect(
      messagesOf(
        '{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{% endmacro %}{{ a() }}',
      ),
    ).toEqual([]);
  });

  it('checks what a step includes and shows problems at the include', () => {
    const include = (name: string) =>
      name === 'style'
        ? parseTemplate('\n\n{{ tone }}{{ steps.later.output }}{{ f() }}')
        : undefined;
    const { issues, requiredPaths } = checkTemplateSteps(
      [{ id: 'a', prompt: "x\n{% include 'style' %}{% include 'nope' %}" }],
      { include },
    );
    expect(requiredPaths).toEqual(['tone']);
    expect(issues.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      "2: Unknown function or macro 'f' (in the included template 'style')",
      "2: There is no template 'nope' to include",
      "2: There is no step 'later'",
    ]);
  });

  it('reports an included template that cannot be parsed', () => {
    const include = (name: string) => parseTemplate('{% if %}', { name });
    const { issues } = checkTemplateSteps(
      [{ id: 'a', prompt: "{% include 'broken' %}" }],
      { include },
    );
    expect(issues).toMatchObject([
      {
        stepId: 'a',
        severity: 'error',
        message: expect.stringContaining('broken:1:7') as string,
      },
    ]);
  });
});
