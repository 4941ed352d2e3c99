import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { z } from 'zod';
import { answerStack, type Answer } from './answer-stack';
import { consoleDeploymentSchema } from './console-deployment';
import { releaseConsole, type ReleaseTools } from './release-console';

/**
 * The custom resource that deploys the console. Deleting it does nothing: the files go with the Amplify branch.
 * It answers the stack whatever happens, because a stack that hears nothing hangs until its time-out.
 */
export function consoleResource(tools: ReleaseTools) {
  return async (
    event: CloudFormationCustomResourceEvent,
    context: { getRemainingTimeInMillis: () => number },
  ): Promise<void> => {
    const answer = await handle(event, tools, () =>
      context.getRemainingTimeInMillis(),
    );
    await answerStack(event, answer, tools);
  };
}

async function handle(
  event: CloudFormationCustomResourceEvent,
  tools: ReleaseTools,
  remainingMs: () => number,
): Promise<Answer> {
  const known =
    event.RequestType === 'Create'
      ? event.LogicalResourceId
      : event.PhysicalResourceId;
  if (event.RequestType === 'Delete')
    return { status: 'SUCCESS', physicalResourceId: known, data: {} };
  const properties = consoleDeploymentSchema.safeParse(
    event.ResourceProperties,
  );
  if (!properties.success)
    return {
      status: 'FAILED',
      physicalResourceId: known,
      reason: `The properties of ${event.LogicalResourceId} are wrong. ${z.prettifyError(properties.error)}`,
    };
  const { AppId, BranchName } = properties.data;
  try {
    const jobId = await releaseConsole(properties.data, tools, remainingMs);
    return {
      status: 'SUCCESS',
      physicalResourceId: `${AppId}/${BranchName}`,
      data: { JobId: jobId },
    };
  } catch (error) {
    return {
      status: 'FAILED',
      physicalResourceId: known,
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}
