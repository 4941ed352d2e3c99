import { findUnheardEvents } from './find-unheard-events';
import { parseTemplate } from './parse-template';
import { readStacks } from './read-stacks';

const RULE = `
Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      Targets: [{Id: work, Arn: !GetAtt Work.Arn}]
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Work
      SourceArn: !GetAtt Rule.Arn
`;

describe(findUnheardEvents.name, () => {
  const findings = (text: string) =>
    findUnheardEvents(parseTemplate('t.yaml', text));

  it.each([...readStacks()])('finds nothing in %s', (_, template) => {
    expect(findUnheardEvents(template)).toEqual([]);
  });

  it('finds nothing in a rule that its target allows', () => {
    expect(findings(RULE)).toEqual([]);
  });

  it.each([
    ['another function', RULE.replace('!Ref Work', '!Ref Other')],
    ['another rule', RULE.replace('!GetAtt Rule.Arn', '!GetAtt Other.Arn')],
    ['nothing', RULE.slice(0, RULE.indexOf('  Permission'))],
  ])('finds a rule when the permission is for %s', (_, text) => {
    expect(findings(text)).toEqual(['t.yaml Rule: may not call Work']);
  });
});
