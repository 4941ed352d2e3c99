import { type Options } from '../command-line';
import { type Workspace } from '../workspace';
import { type DataDirectory } from './data-directory';
import { ManagedProcess } from './managed-process';
import { waitUntilReady } from './wait-until-ready';

/** The embedded model is read from the disk; a slow one takes its time. */
const READY_TIMEOUT_MS = 120_000;

export interface ModelSettings {
  readonly workspace: Workspace;
  readonly data: DataDirectory;
  readonly options: Pick<Options, 'model' | 'modelMap' | 'simSettings'>;
  readonly port: number;
  readonly path: string;
  readonly home: string;
  readonly openAiApiKey: string | undefined;
}

/**
 * Starts the server of Bedrock's protocol with the chosen model behind it.
 * @param onSpawn gets hold of it while it is starting, so that it can be stopped even then.
 */
export async function startModelServer(
  settings: ModelSettings,
  onSpawn: (child: ManagedProcess) => void,
): Promise<void> {
  const { workspace, data, port, path, home, openAiApiKey } = settings;
  const child = new ManagedProcess(
    {
      name: 'model-server',
      program: process.execPath,
      args: [
        workspace.modelServer,
        '--port',
        String(port),
        ...backendArguments(settings),
      ],
      directory: workspace.root,
      environment: {
        PATH: path,
        HOME: home,
        ...(openAiApiKey === undefined ? {} : { OPENAI_API_KEY: openAiApiKey }),
      },
    },
    data,
  );
  onSpawn(child);
  await waitUntilReady(
    child,
    async () => child.lastLines(50).some(saysReady),
    READY_TIMEOUT_MS,
  );
}

/** What the model is called in the terminal and in the console, and what the costs are that it seems to cause. */
export function modelNotice(model: string): string {
  return `${originOf(model)} Costs are notional: what the Bedrock model that it stands in for would have cost.`;
}

function originOf(model: string): string {
  if (model === 'embedded') {
    return 'Answers come from the built-in demo model, which is small and often wrong. Start with --model URL for a real one.';
  }
  if (model === 'sim')
    return 'Answers are made up by a simulator. Start with --model URL for a real model.';
  return `Answers come from ${model}.`;
}

function backendArguments({ workspace, options }: ModelSettings): string[] {
  const { model, modelMap, simSettings } = options;
  if (model === 'embedded')
    return ['--backend', 'embedded', '--model-file', workspace.modelFile()];
  if (model === 'sim') {
    return [
      '--backend',
      'sim',
      ...(simSettings === undefined ? [] : ['--sim-settings', simSettings]),
    ];
  }
  return [
    '--backend',
    'openai',
    '--openai-url',
    model,
    ...(modelMap === undefined ? [] : ['--model-map', modelMap]),
  ];
}

function saysReady(line: string): boolean {
  return line.includes('"model-server.ready"');
}
