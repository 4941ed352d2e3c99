import type { Outputs } from './outputs';
import { processesWith } from './processes';

/**
 * Ids of the processes of this cloud that run a function, busy or idle.
 * @param logicalId the function's name in its stack
 */
export function processesOfFunction(
  { awsEndpointUrl }: Pick<Outputs, 'awsEndpointUrl'>,
  logicalId: string,
): number[] {
  return processesWith(
    (variable) =>
      variable('AWS_ENDPOINT_URL') === awsEndpointUrl &&
      variable('AWS_LAMBDA_FUNCTION_NAME')?.includes(`-${logicalId}-`) === true,
  );
}

/**
 * Kills all of them without a warning.
 * @returns the ids of the killed
 */
export function killFunction(
  outputs: Pick<Outputs, 'awsEndpointUrl'>,
  logicalId: string,
): number[] {
  const ids = processesOfFunction(outputs, logicalId);
  for (const id of ids) process.kill(id, 'SIGKILL');
  return ids;
}
