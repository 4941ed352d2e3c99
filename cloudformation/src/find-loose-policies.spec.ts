import {
  ACTIONS_WITHOUT_RESOURCE,
  findLoosePolicies,
} from './find-loose-policies';
import { parseTemplate } from './parse-template';
import { readStacks } from './read-stacks';
import { objectsIn } from './template-value';

const ROLE = `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - Sid: Read
                Effect: Allow
                Action: [s3:GetObject]
                Resource: arn:aws:s3:::bucket/jobs/*
`;

function findings(text: string): string[] {
  return findLoosePolicies(parseTemplate('t.yaml', text));
}

describe(findLoosePolicies.name, () => {
  it.each([...readStacks()])('finds nothing in %s', (_, template) => {
    expect(findLoosePolicies(template)).toEqual([]);
  });

  it('excuses no action that the stacks do not use', () => {
    const used = [...readStacks().values()]
      .flatMap(({ Resources }) => Object.values(Resources))
      .flatMap(({ Properties }) => objectsIn(Properties))
      .flatMap(({ Action }) => Action ?? []);
    expect(used).toEqual(
      expect.arrayContaining(Object.keys(ACTIONS_WITHOUT_RESOURCE)),
    );
  });

  it('finds nothing in a role that names actions and resources', () => {
    expect(findings(ROLE)).toEqual([]);
  });

  it.each([
    [
      'every resource',
      ROLE.replace('arn:aws:s3:::bucket/jobs/*', "'*'"),
      't.yaml Role: s3:GetObject on every resource',
    ],
    [
      'every resource in a list',
      ROLE.replace('arn:aws:s3:::bucket/jobs/*', "[a, '*']"),
      't.yaml Role: s3:GetObject on every resource',
    ],
    [
      'a pattern of actions',
      ROLE.replace('s3:GetObject', "'s3:*'"),
      't.yaml Role: s3:* is not one action',
    ],
    [
      'a statement without a name',
      ROLE.replace('Sid: Read\n                ', ''),
      't.yaml Role: a statement without Sid',
    ],
    [
      'a named role',
      ROLE.replace('Properties:', 'Properties:\n      RoleName: r'),
      't.yaml Role: named',
    ],
    [
      'a managed policy',
      ROLE.replace('Properties:', 'Properties:\n      ManagedPolicyArns: [a]'),
      't.yaml Role: takes what a managed policy allows',
    ],
  ])('finds %s', (_, text, finding) => {
    expect(findings(text)).toEqual([finding]);
  });
});
