import { findLaunchForm, findLayout } from './find-layout';
import { parseTemplate } from './parse-template';
import { readStacks } from './read-stacks';

const GOOD = `# Says what it is.
Description: A stack
Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups:
      - Label: {default: Required}
        Parameters: [Email]
      - Label: {default: Advanced}
        Parameters: [Size]
    ParameterLabels:
      Email: {default: E-mail}
      Size: {default: Size}
Parameters:
  Email: {Type: String, Description: Whose}
  Size: {Type: Number, Description: How large, Default: 1}
Resources: {}
`;

describe(findLayout.name, () => {
  it.each([...readStacks()])('finds nothing in %s', (_, template) => {
    expect(findLayout(template)).toEqual([]);
  });

  it.each([
    ['no header', GOOD.replace(/^# .*\n/, ''), 'no comment says what it is'],
    ['no Description', GOOD.replace('Description: A stack\n', ''), 'no Desc'],
    [
      'sections in another order',
      `${GOOD}Conditions: {}\n`,
      'sections are not in the order',
    ],
    [
      'a parameter without a description',
      GOOD.replace(', Description: Whose', ''),
      'Email: no Description',
    ],
  ])('finds %s', (_, text, finding) => {
    expect(findLayout(parseTemplate('t.yaml', text)).join()).toContain(finding);
  });
});

describe(findLaunchForm.name, () => {
  const findings = (text: string) =>
    findLaunchForm(parseTemplate('t.yaml', text)).join();

  it('finds nothing in the root stack', () => {
    const root = readStacks().get('master.yaml');
    expect(root && findLaunchForm(root)).toEqual([]);
  });

  it('finds nothing in a short, labelled form', () => {
    expect(findings(GOOD)).toBe('');
  });

  it.each([
    [
      'two parameters without a default',
      GOOD.replace(', Default: 1', ''),
      'without a default: Email, Size',
    ],
    [
      'a parameter in no group',
      GOOD.replace('[Size]', '[]'),
      'groups and parameters differ',
    ],
    [
      'a parameter without a label',
      GOOD.replace('      Size: {default: Size}\n', ''),
      'Size: no label',
    ],
    [
      'too many parameters',
      GOOD.replace(
        'Resources',
        `${Array.from({ length: 12 }, (_, index) => `  P${index}: {Type: String, Default: ''}`).join('\n')}\nResources`,
      ),
      '14 parameters',
    ],
  ])('finds %s', (_, text, finding) => {
    expect(findings(text)).toContain(finding);
  });
});
