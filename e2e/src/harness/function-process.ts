import type { Outputs } from './outputs';
import { processesWhere } from './process-search';

const NAME = 'AWS_LAMBDA_FUNCTION_NAME=';

/**
 * Kills every process of this cloud that runs a function, busy or idle, without a warning.
 * @param logicalId the function's name in its stack
 * @returns the ids of the killed
 */
export function killFunction(
  { awsEndpointUrl }: Outputs,
  logicalId: string,
): number[] {
  const ids = processesWhere(
    (entries) =>
      entries.includes(`AWS_ENDPOINT_URL=${awsEndpointUrl}`) &&
      entries.some(
        (entry) => entry.startsWith(NAME) && entry.includes(`-${logicalId}-`),
      ),
  );
  for (const id of ids) process.kill(id, 'SIGKILL');
  return ids;
}
