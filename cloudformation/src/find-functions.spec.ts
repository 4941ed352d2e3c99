import { findFunctions } from './find-functions';
import { parseTemplate } from './parse-template';
import { readStacks } from './read-stacks';

const FUNCTION = `
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: {RetentionInDays: 14}
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      Statement: [{Action: [logs:PutLogEvents], Resource: !GetAtt Logs.Arn}]
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs24.x
      LoggingConfig: {LogGroup: !Ref Logs}
`;

describe(findFunctions.name, () => {
  const findings = (text: string) =>
    findFunctions(parseTemplate('t.yaml', text));

  it.each([...readStacks()])('finds nothing in %s', (_, template) => {
    expect(findFunctions(template)).toEqual([]);
  });

  it('finds nothing in a function that writes to its own log group', () => {
    expect(findings(FUNCTION)).toEqual([]);
  });

  it.each([
    [
      'another runtime',
      FUNCTION.replace('nodejs24.x', 'nodejs22.x'),
      't.yaml Function: runtime is not nodejs24.x',
    ],
    [
      'no log group',
      FUNCTION.replace('      LoggingConfig: {LogGroup: !Ref Logs}\n', ''),
      't.yaml Function: no log group of its own',
    ],
    [
      'logs without an end',
      FUNCTION.replace('{RetentionInDays: 14}', '{}'),
      't.yaml Function: its logs are kept for ever',
    ],
    [
      'a role that may not log',
      FUNCTION.replace('!GetAtt Logs.Arn', '!GetAtt Other.Arn'),
      't.yaml Function: no policy lets it write to Logs',
    ],
  ])('finds %s', (_, text, finding) => {
    expect(findings(text)).toEqual([finding]);
  });
});
