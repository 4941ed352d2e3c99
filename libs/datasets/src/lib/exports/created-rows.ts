import type {
  DatasetColumn,
  DatasetRecord,
  JsonObject,
  TemplateStep,
} from '@plot-palette/domain';
import { datasetRow, rejectedRow, type DatasetRow } from './dataset-row';
import { mapAhead } from './map-ahead';
import { rowLine } from './row-line';
import type { SpoolFile } from './spool-file';

/** Seed rows that are read at a time; a permutation of a large file is one request a row. */
const SEED_READS = 32;

/** A row, and when its record was made: what a partition may depend on. */
export interface CreatedRow {
  readonly row: DatasetRow;
  readonly createdAt: string;
}

/** The rows of the accepted records, in their order; those of the others go to `rejected`. */
export async function* createdRows(
  records: AsyncIterable<DatasetRecord>,
  steps: readonly Pick<TemplateStep, 'id'>[],
  seedRow: ((row: number) => Promise<JsonObject>) | undefined,
  columns: readonly DatasetColumn[],
  rejected: Pick<SpoolFile, 'append'>,
): AsyncGenerator<CreatedRow> {
  const stepIds = steps.map(({ id }) => id);
  const sources = mapAhead(records, SEED_READS, async (record) => ({
    record,
    seed: await seedRow?.(record.seedRow),
  }));
  for await (const { record, seed } of sources) {
    if (record.status === 'rejected')
      await rejected.append(rowLine(rejectedRow(record, seed)).line);
    else
      yield {
        row: datasetRow(record, stepIds, seed, columns),
        createdAt: record.createdAt,
      };
  }
}
