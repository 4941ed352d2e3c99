import type {
  AcceptedRecord,
  DatasetColumn,
  JsonObject,
  TemplateStep,
} from '@plot-palette/domain';
import { datasetRow, type DatasetRow } from './dataset-row';
import { mapAhead } from './map-ahead';

/** Seed rows that are read at a time; a permutation of a large file is one request a row. */
export const SEED_READS = 32;

/** A row, and when its record was made: what a partition may depend on. */
export interface CreatedRow {
  readonly row: DatasetRow;
  readonly createdAt: string;
}

/** The rows of records, in their order. */
export function createdRows(
  records: AsyncIterable<AcceptedRecord>,
  steps: readonly Pick<TemplateStep, 'id'>[],
  seedRow: ((row: number) => Promise<JsonObject>) | undefined,
  columns: readonly DatasetColumn[],
): AsyncIterable<CreatedRow> {
  const stepIds = steps.map(({ id }) => id);
  return mapAhead(records, SEED_READS, async (record) => ({
    row: datasetRow(record, stepIds, await seedRow?.(record.seedRow), columns),
    createdAt: record.createdAt,
  }));
}
