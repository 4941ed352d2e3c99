import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const deployedSchema = z.record(z.string(), z.string());

/** What was deployed last time: a hash of template, parameters and code by stack. */
export class DeployedState {
  private constructor(
    private readonly path: string,
    private readonly hashes: Record<string, string>,
  ) {}

  static async read(path: string): Promise<DeployedState> {
    const text = await readFile(path, 'utf8').catch(() => '{}');
    return new DeployedState(path, deployedSchema.parse(JSON.parse(text)));
  }

  isCurrent(stackName: string, hash: string): boolean {
    return this.hashes[stackName] === hash;
  }

  record(stackName: string, hash: string): void {
    this.hashes[stackName] = hash;
  }

  async write(): Promise<void> {
    await writeFile(
      `${this.path}.new`,
      JSON.stringify(this.hashes, undefined, 2),
    );
    await rename(`${this.path}.new`, this.path);
  }
}
