import { recordSchema, type DatasetRecord } from '@plot-palette/domain';

/** One record a line, each ended by a line feed. */
export function encodeBatch(records: readonly DatasetRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** Undefined when the object is no complete batch: nothing of it may be trusted then. */
export function decodeBatch(body: string): DatasetRecord[] | undefined {
  const lines = body.split('\n');
  if (lines.pop() !== '' || lines.length === 0) return undefined;
  const records: DatasetRecord[] = [];
  for (const line of lines) {
    const record = recordSchema.safeParse(parseJson(line));
    if (!record.success) return undefined;
    records.push(record.data);
  }
  return records;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
