import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { OPERATOR_KEYS, REGION } from './supervisor/emulator';

/** The operator's clients: they may do everything in the local cloud. */
export class AwsClients {
  readonly apiGateway: ApiGatewayV2Client;
  readonly cloudFormation: CloudFormationClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly dynamoDb: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;

  constructor(endpoint: string) {
    const configuration = {
      endpoint,
      region: REGION,
      // A copy: the SDK writes into what it is given.
      credentials: { ...OPERATOR_KEYS },
    };
    this.apiGateway = new ApiGatewayV2Client(configuration);
    this.cloudFormation = new CloudFormationClient(configuration);
    this.cognito = new CognitoIdentityProviderClient(configuration);
    this.dynamoDb = new DynamoDBClient(configuration);
    this.lambda = new LambdaClient(configuration);
    this.s3 = new S3Client(configuration);
  }

  destroy(): void {
    for (const client of Object.values(this)) client.destroy();
  }
}
