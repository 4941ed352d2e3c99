import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  templateDefinitionSchema,
  type TemplateDefinition,
} from '@plot-palette/domain';

/** A starter template with the seed data that it is made for. */
export interface Sample {
  readonly name: string;
  readonly template: TemplateDefinition;
  readonly seedFileName: string;
  readonly seeds: Buffer;
}

/** Reads a directory of samples: one folder each, with `template.json` and a `seeds` file. */
export async function readSamples(directory: string): Promise<Sample[]> {
  const names = (await readdir(directory)).sort();
  return Promise.all(
    names.map((name) => readSample(join(directory, name), name)),
  );
}

async function readSample(directory: string, name: string): Promise<Sample> {
  const files = await readdir(directory);
  const seedFile = files.find((file) => file.startsWith('seeds.'));
  if (seedFile === undefined) throw new Error(`${directory} has no seeds file`);
  const template: unknown = JSON.parse(
    await readFile(join(directory, 'template.json'), 'utf8'),
  );
  return {
    name,
    template: templateDefinitionSchema.parse(template),
    seedFileName: `${name}.${seedFile.slice('seeds.'.length)}`,
    seeds: await readFile(join(directory, seedFile)),
  };
}
