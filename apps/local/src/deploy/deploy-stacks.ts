import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { type AwsClients } from '../aws-clients';
import { type TemplateValue } from './cloudformation-yaml';
import { type DeployedState } from './deployed-state';
import {
  childStacks,
  parseTemplate,
  type ChildStack,
  type Template,
} from './master-template';
import { pseudoParameter } from './pseudo-parameters';
import { type Release, uploadRelease } from './release';
import { resolveValue, type Scope, UnresolvableTemplate } from './resolve';
import { restoreDroppedSettings } from './dropped-settings';
import { deployStack, readOutputs, type StackOutputs } from './stack';

export const ARTIFACT_BUCKET = 'plot-palette-artifacts';
const STACK_PREFIX = 'plot-palette';

export interface Deployment {
  readonly outputs: ReadonlyMap<string, StackOutputs>;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

/**
 * Deploys the children of the master template, each as a stack of its own (the emulator cannot update nested ones), in
 * the order of their needs, and only those of which something has changed.
 */
export async function deployStacks(
  clients: AwsClients,
  release: Release,
  state: DeployedState,
  parameters: Readonly<Record<string, string>>,
): Promise<Deployment> {
  await uploadRelease(clients.s3, ARTIFACT_BUCKET, release);
  const master = parseTemplate(templateText(release, 'master.yaml'));
  const given = {
    ...parameters,
    ArtifactBucket: ARTIFACT_BUCKET,
    ArtifactPrefix: release.prefix,
  };
  const outputs = new Map<string, StackOutputs>();
  const scope = masterScope(master, given, outputs);
  const count = { created: 0, updated: 0, unchanged: 0 };
  for (const child of childStacks(master, scope)) {
    const result = await deployChild(clients, release, state, child, scope);
    outputs.set(child.name, result.outputs);
    count[result.change] += 1;
  }
  return { outputs, ...count };
}

async function deployChild(
  clients: AwsClients,
  release: Release,
  state: DeployedState,
  child: ChildStack,
  scope: Scope,
) {
  const stackName = `${STACK_PREFIX}-${child.name.toLowerCase()}`;
  const templateBody = templateText(release, posix.basename(child.templateUrl));
  const parameters = childParameters(child, scope);
  const hash = createHash('sha256')
    .update(JSON.stringify([templateBody, parameters]))
    .digest('hex');
  const existing = await readOutputs(clients.cloudFormation, stackName);
  if (existing !== undefined && state.isCurrent(stackName, hash)) {
    return { change: 'unchanged', outputs: existing } as const;
  }
  const change = await deployStack(clients.cloudFormation, {
    stackName,
    templateBody,
    parameters,
  });
  await restoreDroppedSettings(
    clients,
    stackName,
    parseTemplate(templateBody),
    parameters,
  );
  const outputs = await readOutputs(clients.cloudFormation, stackName);
  state.record(stackName, hash);
  return { change, outputs: outputs ?? {} };
}

function childParameters(
  child: ChildStack,
  scope: Scope,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(child.parameters).flatMap(([name, value]) => {
      const resolved = resolveValue(value, scope);
      return resolved === undefined ? [] : [[name, parameterText(resolved)]];
    }),
  );
}

/** A list goes to a child as text, joined by commas. */
function parameterText(value: TemplateValue): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

function masterScope(
  master: Template,
  given: Readonly<Record<string, string>>,
  outputs: ReadonlyMap<string, StackOutputs>,
): Scope {
  const unknown = Object.keys(given).filter(
    (name) => !master.parameterNames.includes(name),
  );
  if (unknown.length > 0)
    throw new UnresolvableTemplate(
      `master.yaml has no parameter ${unknown.join(', ')}`,
    );
  return {
    conditions: master.conditions,
    mappings: master.mappings,
    ref: (name) => {
      const value =
        given[name] ??
        master.parameterDefaults.get(name) ??
        pseudoParameter(name, STACK_PREFIX);
      if (value === undefined)
        throw new UnresolvableTemplate(
          `master.yaml: the parameter ${name} has no value`,
        );
      return value;
    },
    attribute: (stack, attribute) => {
      const value = outputs.get(stack)?.[attribute.replace(/^Outputs\./, '')];
      if (value === undefined)
        throw new UnresolvableTemplate(
          `master.yaml: ${stack} has no ${attribute}`,
        );
      return value;
    },
  };
}

function templateText(release: Release, name: string): string {
  const file = release.files.find(
    ({ path }) => path === `cloudformation/${name}`,
  );
  if (file === undefined)
    throw new UnresolvableTemplate(`cloudformation/${name} does not exist`);
  return file.content.toString('utf8');
}
