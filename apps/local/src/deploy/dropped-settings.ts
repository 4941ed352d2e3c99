import { DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { UpdateApiCommand, type Cors } from '@aws-sdk/client-apigatewayv2';
import {
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  type CORSRule,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import { type AwsClients } from '../aws-clients';
import { pseudoParameter } from './pseudo-parameters';
import {
  holds,
  isList,
  isObject,
  resolveValue,
  type Scope,
  type TemplateObject,
  UnresolvableTemplate,
} from './resolve';
import { type Template } from './master-template';
import { type TemplateValue } from './cloudformation-yaml';

/**
 * Sets by SDK, from the values of the same template, what the emulator's CloudFormation drops without a word: CORS and
 * lifecycle of buckets, time to live and backups of tables, CORS of HTTP APIs.
 */
export async function restoreDroppedSettings(
  clients: AwsClients,
  stackName: string,
  template: Template,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const affected = [...template.resources].filter(
    ([, { type }]) => RESTORERS[type] !== undefined,
  );
  if (affected.length === 0) return;
  const scope = stackScope(
    template,
    stackName,
    parameters,
    await physicalIds(clients, stackName),
  );
  for (const [name, { type, properties, condition }] of affected) {
    if (condition !== undefined && !holds(condition, scope)) continue;
    await RESTORERS[type]?.(
      clients,
      String(scope.ref(name)),
      properties,
      scope,
    );
  }
}

type Restorer = (
  clients: AwsClients,
  id: string,
  properties: TemplateObject,
  scope: Scope,
) => Promise<void>;

const RESTORERS: Readonly<Record<string, Restorer | undefined>> = {
  'AWS::S3::Bucket': async ({ s3 }, bucket, properties, scope) => {
    const cors = resolved(properties['CorsConfiguration'], scope);
    if (cors !== undefined) {
      const CORSRules = objects(cors['CorsRules']).map(corsRule);
      await s3.send(
        new PutBucketCorsCommand({
          Bucket: bucket,
          CORSConfiguration: { CORSRules },
        }),
      );
    }
    const lifecycle = resolved(properties['LifecycleConfiguration'], scope);
    if (lifecycle !== undefined) {
      const Rules = objects(lifecycle['Rules']).map(lifecycleRule);
      await s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket: bucket,
          LifecycleConfiguration: { Rules },
        }),
      );
    }
  },
  'AWS::DynamoDB::Table': async ({ dynamoDb }, table, properties, scope) => {
    const timeToLive = resolved(properties['TimeToLiveSpecification'], scope);
    if (timeToLive !== undefined) {
      const TimeToLiveSpecification = {
        AttributeName: String(timeToLive['AttributeName']),
        Enabled: isTrue(timeToLive['Enabled']),
      };
      await dynamoDb.send(
        new UpdateTimeToLiveCommand({
          TableName: table,
          TimeToLiveSpecification,
        }),
      );
    }
    const recovery = resolved(
      properties['PointInTimeRecoverySpecification'],
      scope,
    );
    if (recovery !== undefined) {
      const PointInTimeRecoverySpecification = {
        PointInTimeRecoveryEnabled: isTrue(
          recovery['PointInTimeRecoveryEnabled'],
        ),
      };
      await dynamoDb.send(
        new UpdateContinuousBackupsCommand({
          TableName: table,
          PointInTimeRecoverySpecification,
        }),
      );
    }
  },
  'AWS::ApiGatewayV2::Api': async ({ apiGateway }, api, properties, scope) => {
    const cors = resolved(properties['CorsConfiguration'], scope);
    if (cors !== undefined) {
      await apiGateway.send(
        new UpdateApiCommand({ ApiId: api, CorsConfiguration: apiCors(cors) }),
      );
    }
  },
};

/** CloudFormation's names differ from the API's. */
function corsRule(rule: TemplateObject): CORSRule {
  return {
    AllowedMethods: texts(rule['AllowedMethods']),
    AllowedOrigins: texts(rule['AllowedOrigins']),
    AllowedHeaders: texts(rule['AllowedHeaders']),
    ExposeHeaders: texts(rule['ExposedHeaders']),
    ...(rule['MaxAge'] === undefined
      ? {}
      : { MaxAgeSeconds: Number(rule['MaxAge']) }),
  };
}

function lifecycleRule(rule: TemplateObject): LifecycleRule {
  const days = (value: TemplateValue | undefined) =>
    value === undefined ? undefined : Number(value);
  const abort = rule['AbortIncompleteMultipartUpload'];
  const tags = objects(rule['TagFilters']).map((tag) => ({
    Key: String(tag['Key']),
    Value: String(tag['Value']),
  }));
  const [tag] = tags;
  return {
    ID: String(rule['Id']),
    Status: rule['Status'] === 'Enabled' ? 'Enabled' : 'Disabled',
    Filter:
      tag === undefined
        ? { Prefix: String(rule['Prefix'] ?? '') }
        : { Tag: tag },
    ...(isObject(abort)
      ? {
          AbortIncompleteMultipartUpload: {
            DaysAfterInitiation: days(abort['DaysAfterInitiation']),
          },
        }
      : {}),
    ...(rule['ExpirationInDays'] === undefined
      ? {}
      : { Expiration: { Days: days(rule['ExpirationInDays']) } }),
    Transitions: objects(rule['Transitions']).map((transition) => ({
      Days: days(transition['TransitionInDays']),
      StorageClass:
        transition['StorageClass'] === 'GLACIER' ? 'GLACIER' : 'GLACIER_IR',
    })),
  };
}

function apiCors(cors: TemplateObject): Cors {
  return {
    AllowOrigins: texts(cors['AllowOrigins']),
    AllowMethods: texts(cors['AllowMethods']),
    AllowHeaders: texts(cors['AllowHeaders']),
    ExposeHeaders: texts(cors['ExposeHeaders']),
    ...(cors['MaxAge'] === undefined ? {} : { MaxAge: Number(cors['MaxAge']) }),
    ...(cors['AllowCredentials'] === undefined
      ? {}
      : { AllowCredentials: isTrue(cors['AllowCredentials']) }),
  };
}

async function physicalIds(
  { cloudFormation }: AwsClients,
  stackName: string,
): Promise<ReadonlyMap<string, string>> {
  const { StackResources = [] } = await cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName: stackName }),
  );
  return new Map(
    StackResources.map(
      ({ LogicalResourceId = '', PhysicalResourceId = '' }) => [
        LogicalResourceId,
        PhysicalResourceId,
      ],
    ),
  );
}

function stackScope(
  template: Template,
  stackName: string,
  parameters: Readonly<Record<string, string>>,
  ids: ReadonlyMap<string, string>,
): Scope {
  return {
    conditions: template.conditions,
    mappings: template.mappings,
    ref: (name) => {
      const value =
        parameters[name] ??
        ids.get(name) ??
        template.parameterDefaults.get(name) ??
        pseudoParameter(name, stackName);
      if (value === undefined)
        throw new UnresolvableTemplate(`${stackName}: ${name} has no value`);
      return value;
    },
    attribute: (resource, attribute) => {
      throw new UnresolvableTemplate(
        `${stackName}: ${resource}.${attribute} is not read by the local cloud`,
      );
    },
  };
}

function resolved(
  value: TemplateValue | undefined,
  scope: Scope,
): TemplateObject | undefined {
  const result = value === undefined ? undefined : resolveValue(value, scope);
  return isObject(result) ? result : undefined;
}

function objects(value: TemplateValue | undefined): TemplateObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

function texts(value: TemplateValue | undefined): string[] {
  return isList(value) ? value.map(String) : [];
}

function isTrue(value: TemplateValue | undefined): boolean {
  return String(value) === 'true';
}
