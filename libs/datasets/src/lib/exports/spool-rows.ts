import { join } from 'node:path';
import type { CreatedRow } from './created-rows';
import type { DatasetRow } from './dataset-row';
import type { Partitioner } from './partitioner';
import { rowLine } from './row-line';
import { SpoolFile, type Spool } from './spool-file';

export interface Partition {
  /** Undefined when the export is not partitioned. */
  readonly directory: string | undefined;
  readonly spool: Spool;
}

/**
 * Keeps the rows in local files, one a partition: a CSV file's columns and a Parquet file's types are known only when
 * every row was seen, and reading the batches and seed rows twice would cost more than a disk.
 * @returns the partitions in the order of their names; without a partitioner it is one, even when it is empty.
 */
export async function spoolRows(
  tempDirectory: string,
  rows: AsyncIterable<CreatedRow>,
  observe: (row: DatasetRow) => void,
  partitioner: Partitioner | undefined,
): Promise<Partition[]> {
  const files = new Map<string | undefined, SpoolFile>();
  const fileOf = async (directory: string | undefined): Promise<SpoolFile> => {
    const path = join(tempDirectory, `rows-${files.size}.jsonl`);
    const file = await SpoolFile.create(path);
    files.set(directory, file);
    return file;
  };
  try {
    if (partitioner === undefined) await fileOf(undefined);
    for await (const { row, createdAt } of rows) {
      const written = rowLine(row);
      observe(written.row);
      const directory = partitioner?.directoryOf(written.row, createdAt);
      const file = files.get(directory) ?? (await fileOf(directory));
      const full = file.append(written.line);
      if (full !== undefined) await full;
    }
    for (const file of files.values()) await file.flush();
  } finally {
    for (const file of files.values()) await file.close();
  }
  return [...files]
    .map(([directory, spool]) => ({ directory, spool }))
    .sort((a, b) => ((a.directory ?? '') < (b.directory ?? '') ? -1 : 1));
}
