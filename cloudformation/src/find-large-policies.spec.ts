import {
  findLargePolicies,
  LARGEST_INLINE,
  LARGEST_MANAGED,
} from './find-large-policies';
import { parseTemplate } from './parse-template';
import { readStacks } from './read-stacks';

function policy(type: string, role: string, action: string) {
  return parseTemplate(
    't.yaml',
    `
Resources:
  Policy:
    Type: AWS::IAM::${type}
    Properties:
      Roles: [!Ref ${role}]
      PolicyDocument:
        Statement:
          - Action: ${action}
            Resource: !Sub arn:\${AWS::Partition}:s3:::\${Bucket}/*
`,
  );
}

describe(findLargePolicies.name, () => {
  it('finds nothing in the stacks', () => {
    expect(findLargePolicies([...readStacks().values()])).toEqual([]);
  });

  it('adds up what several stacks attach to one role', () => {
    const half = 'x'.repeat(LARGEST_INLINE / 2);
    const one = policy('Policy', 'LambdaRole', half);
    const two = policy('Policy', 'LambdaRoleName', half);
    expect(findLargePolicies([one])).toEqual([]);
    expect(findLargePolicies([one, two])).toEqual([
      expect.stringMatching(/^LambdaRole: \d+ characters of inline policies$/),
    ]);
  });

  it('measures managed policies one by one', () => {
    const large = policy('ManagedPolicy', 'Role', 'x'.repeat(LARGEST_MANAGED));
    const small = policy('ManagedPolicy', 'Role', 'x');
    expect(findLargePolicies([small, small])).toEqual([]);
    expect(findLargePolicies([small, large])).toEqual([
      expect.stringMatching(/^Policy: \d+ characters$/),
    ]);
  });
});
