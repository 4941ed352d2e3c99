import { findUnprotectedData } from './find-unprotected-data';
import { parseTemplate } from './parse-template';
import { readStacks } from './read-stacks';

const TABLE = `
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
      SSESpecification: {SSEEnabled: true}
      DeletionProtectionEnabled: true
`;

function findings(text: string): string[] {
  return findUnprotectedData(parseTemplate('t.yaml', text));
}

describe(findUnprotectedData.name, () => {
  it.each([...readStacks()])('finds nothing in %s', (_, template) => {
    expect(findUnprotectedData(template)).toEqual([]);
  });

  it('finds nothing in a table that is kept, backed up, encrypted and protected', () => {
    expect(findings(TABLE)).toEqual([]);
  });

  it.each([
    ['    UpdateReplacePolicy: Retain\n', 't.yaml Table: not retained'],
    ['    DeletionPolicy: Retain\n', 't.yaml Table: not retained'],
    [
      '      DeletionProtectionEnabled: true\n',
      't.yaml Table: no DeletionProtectionEnabled',
    ],
    [
      '      SSESpecification: {SSEEnabled: true}\n',
      't.yaml Table: no SSESpecification',
    ],
  ])('finds a table without %s', (line, finding) => {
    expect(findings(TABLE.replace(line, ''))).toEqual([finding]);
  });

  it('knows buckets and user pools for data', () => {
    const text =
      'Resources: {B: {Type: AWS::S3::Bucket}, P: {Type: AWS::Cognito::UserPool}}';
    expect(findings(text)).toEqual(
      expect.arrayContaining([
        't.yaml B: not retained',
        't.yaml P: not retained',
      ]),
    );
  });
});
