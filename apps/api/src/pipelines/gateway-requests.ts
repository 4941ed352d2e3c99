import { getCurrentInvoke } from '@codegenie/serverless-express';
import { z } from 'zod';
import { SignedRequests } from './signed-requests';

const ASSUMED_ROLE = /^(arn:[^:]*:sts::\d*:assumed-role\/[^/]+)\/.*$/;

/** What API Gateway adds to the event of a route with AWS_IAM. */
const signedEventSchema = z.object({
  requestContext: z.object({
    authorizer: z.object({ iam: z.object({ userArn: z.string().min(1) }) }),
  }),
});

/** Of the Lambda function behind the gateway, which handles one request at a time. */
export class GatewayRequests extends SignedRequests {
  principal(): string | undefined {
    return principalOf(getCurrentInvoke().event);
  }
}

/** Sessions of one role are one principal: their names change from call to call. */
export function principalOf(event: unknown): string | undefined {
  const signed = signedEventSchema.safeParse(event);
  return signed.data?.requestContext.authorizer.iam.userArn.replace(
    ASSUMED_ROLE,
    '$1',
  );
}
