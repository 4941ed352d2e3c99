import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetApiCommand,
  ApiGatewayV2Client,
} from '@aws-sdk/client-apigatewayv2';
import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { runningCloud } from '../running-cloud.fixture';
import { isObject, type TemplateObject } from './resolve';
import { parseTemplate } from './master-template';

const cloud = runningCloud();
const configuration = {
  endpoint: cloud.awsEndpointUrl,
  region: cloud.region,
  credentials: {
    accessKeyId: cloud.accessKeyId,
    secretAccessKey: cloud.secretAccessKey,
  },
};
const templates = join(__dirname, '..', '..', '..', '..', 'cloudformation');

interface Deployed {
  readonly id: string;
  readonly properties: TemplateObject;
}

/** The resources of one type with the ids that they got; what the template says must be what the emulator has. */
async function deployed(stack: string, type: string): Promise<Deployed[]> {
  const template = parseTemplate(
    readFileSync(join(templates, `${stack}.yaml`), 'utf8'),
  );
  const client = new CloudFormationClient(configuration);
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: `plot-palette-${stack}` }),
  );
  client.destroy();
  return [...template.resources]
    .filter(([, resource]) => resource.type === type)
    .map(([name, { properties }]) => {
      const found = StackResources.find(
        ({ LogicalResourceId }) => LogicalResourceId === name,
      );
      return { id: found?.PhysicalResourceId ?? '', properties };
    });
}

describe('what the emulator drops from the templates', () => {
  it('bucket: CORS of the console, and every lifecycle rule', async () => {
    const s3 = new S3Client(configuration);
    const [bucket] = await deployed('storage', 'AWS::S3::Bucket');
    const cors = await s3.send(
      new GetBucketCorsCommand({ Bucket: bucket?.id }),
    );
    expect(cors.CORSRules).toMatchObject([
      { AllowedOrigins: [cloud.consoleUrl] },
    ]);
    const lifecycle = bucket?.properties['LifecycleConfiguration'];
    const rules = isObject(lifecycle) ? lifecycle['Rules'] : undefined;
    const expected = Array.isArray(rules)
      ? rules.map((rule: unknown) => ({ ID: (rule as { Id: string }).Id }))
      : [];
    const actual = await s3.send(
      new GetBucketLifecycleConfigurationCommand({ Bucket: bucket?.id }),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(actual.Rules).toMatchObject(expected);
    s3.destroy();
  });

  it('tables: time to live and point-in-time recovery', async () => {
    const dynamoDb = new DynamoDBClient(configuration);
    const tables = await deployed('database', 'AWS::DynamoDB::Table');
    expect(tables.length).toBeGreaterThan(6);
    for (const { id, properties } of tables) {
      const { TimeToLiveDescription } = await dynamoDb.send(
        new DescribeTimeToLiveCommand({ TableName: id }),
      );
      const timeToLive = properties['TimeToLiveSpecification'];
      const attribute = isObject(timeToLive)
        ? timeToLive['AttributeName']
        : undefined;
      expect([id, TimeToLiveDescription?.AttributeName]).toEqual([
        id,
        attribute,
      ]);
      const backups = await dynamoDb.send(
        new DescribeContinuousBackupsCommand({ TableName: id }),
      );
      const recovery =
        backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
      const wanted =
        properties['PointInTimeRecoverySpecification'] === undefined
          ? 'DISABLED'
          : 'ENABLED';
      expect([id, recovery?.PointInTimeRecoveryStatus]).toEqual([id, wanted]);
    }
    dynamoDb.destroy();
  });

  it('HTTP API: CORS', async () => {
    const apiGateway = new ApiGatewayV2Client(configuration);
    const [api] = await deployed('api', 'AWS::ApiGatewayV2::Api');
    const { CorsConfiguration } = await apiGateway.send(
      new GetApiCommand({ ApiId: api?.id }),
    );
    expect(CorsConfiguration?.AllowOrigins).toEqual([cloud.consoleUrl]);
    apiGateway.destroy();
  });
});
