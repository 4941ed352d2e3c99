import { rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { StartFailure } from './start-failure';
import { type Deployment } from './deploy/deploy-stacks';

/** `outputs.json` in the data directory: all that curl, the AWS CLI and tests need to drive a running local cloud. */
export const outputsSchema = z.strictObject({
  /** Base address of the HTTP API, without a slash at its end. */
  apiUrl: z.string(),
  consoleUrl: z.string(),
  /** Sockets; a ticket opens one. */
  socketUrl: z.string(),
  /** Event streams; a token of one run opens it. */
  eventsUrl: z.string(),
  /** Where what is for sockets is sent: `POST /@connections/{id}`. */
  socketManagementUrl: z.string(),
  /** Bedrock Runtime. */
  modelUrl: z.string(),
  awsEndpointUrl: z.string(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  userPoolId: z.string(),
  clientId: z.string(),
  jwksUrl: z.string(),
  bucket: z.string(),
  /** Names of the tables by their short names: `jobs`, `queue`, `ledger` … */
  tables: z.record(z.string(), z.string()),
  stateMachineArn: z.string(),
  clusterArn: z.string(),
  dispatchFunctionName: z.string(),
  demoUser: z.string(),
  demoPassword: z.string(),
});
export type Outputs = z.infer<typeof outputsSchema>;

/** Written whole or not at all: scripts wait for the file to appear. */
export async function writeOutputs(
  path: string,
  outputs: Outputs,
): Promise<void> {
  const text = `${JSON.stringify(outputsSchema.parse(outputs), undefined, 2)}\n`;
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** One output of one stack. @throws StartFailure when the stack lacks it */
export function stackOutput(
  deployment: Deployment,
  stack: string,
  name: string,
): string {
  const value = deployment.outputs.get(stack)?.[name];
  if (value === undefined) {
    throw new StartFailure(
      `the stack ${stack} has no output ${name}`,
      `Add it to cloudformation/${stack.toLowerCase()}.yaml: the local cloud needs it.`,
    );
  }
  return value;
}

/** `JobsTable` becomes `jobs`, `SeedDataTable` `seedData`. */
export function tableNames(deployment: Deployment): Record<string, string> {
  const outputs = Object.entries(deployment.outputs.get('Database') ?? {});
  return Object.fromEntries(
    outputs
      .filter(([name]) => name.endsWith('Table'))
      .map(([name, table]) => [
        name.charAt(0).toLowerCase() + name.slice(1, -'Table'.length),
        table,
      ]),
  );
}
