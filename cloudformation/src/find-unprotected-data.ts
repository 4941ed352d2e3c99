import type { Template } from './parse-template';

const DATA_TYPES = [
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::Table',
  'AWS::S3::Bucket',
];

/** What users would lose with the stack, and tables without backup, encryption or protection. */
export function findUnprotectedData({ file, Resources }: Template): string[] {
  return Object.entries(Resources)
    .filter(([, { Type }]) => DATA_TYPES.includes(Type))
    .flatMap(([name, resource]) => {
      const where = `${file} ${name}`;
      const kept = [resource.DeletionPolicy, resource.UpdateReplacePolicy];
      return [
        ...(kept.every((policy) => policy === 'Retain')
          ? []
          : [`${where}: not retained`]),
        ...missingProperties(resource.Type, resource.Properties).map(
          (property) => `${where}: no ${property}`,
        ),
      ];
    });
}

const WANTED: Readonly<Record<string, readonly string[]>> = {
  'AWS::Cognito::UserPool': ['DeletionProtection'],
  'AWS::DynamoDB::Table': [
    'DeletionProtectionEnabled',
    'PointInTimeRecoverySpecification',
    'SSESpecification',
  ],
  'AWS::S3::Bucket': ['BucketEncryption', 'PublicAccessBlockConfiguration'],
};

function missingProperties(type: string, properties: object): string[] {
  return (WANTED[type] ?? []).filter((name) => !(name in properties));
}
