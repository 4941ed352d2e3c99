import type { Outputs } from './outputs';
import { processesWith } from './processes';

/**
 * Kills every process of this cloud that runs a function, busy or idle, without a warning.
 * @param logicalId the function's name in its stack
 * @returns the ids of the killed
 */
export function killFunction(
  { awsEndpointUrl }: Outputs,
  logicalId: string,
): number[] {
  const ids = processesWith(
    (variable) =>
      variable('AWS_ENDPOINT_URL') === awsEndpointUrl &&
      variable('AWS_LAMBDA_FUNCTION_NAME')?.includes(`-${logicalId}-`) === true,
  );
  for (const id of ids) process.kill(id, 'SIGKILL');
  return ids;
}
