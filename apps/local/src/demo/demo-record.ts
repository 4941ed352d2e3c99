import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const demoRecordSchema = z.object({
  /** The jobs' idempotency keys, by what was asked of which model: the next start with the same gets the same job. */
  jobKeys: z.record(z.string(), z.string()).default({}),
  seeds: z.record(z.string(), z.string()),
  templates: z.record(z.string(), z.string()),
});
export type DemoRecord = z.infer<typeof demoRecordSchema>;

/** What earlier starts have loaded into this data directory, by the names of the samples. */
export async function readDemoRecord(directory: string): Promise<DemoRecord> {
  const text = await readFile(pathOf(directory), 'utf8').catch(() => undefined);
  if (text !== undefined) return demoRecordSchema.parse(JSON.parse(text));
  return { jobKeys: {}, seeds: {}, templates: {} };
}

export async function writeDemoRecord(
  directory: string,
  record: DemoRecord,
): Promise<void> {
  const path = pathOf(directory);
  await writeFile(`${path}.new`, JSON.stringify(record, undefined, 2));
  await rename(`${path}.new`, path);
}

function pathOf(directory: string): string {
  return join(directory, 'loaded.json');
}
