import {
  columnSchema,
  type DatasetColumn,
  type TemplateStep,
} from '@plot-palette/domain';
import { ParquetType } from './parquet-type';
import { schemaType } from './schema-type';

/** The type of a {@link DatasetRow}: the seed's fields are typed while they are plain values, else the seed is JSON text. */
export function rowType(
  steps: readonly Pick<TemplateStep, 'id' | 'outputSchema'>[],
  hasSeed: boolean,
  columns: readonly DatasetColumn[] = [],
): ParquetType {
  return ParquetType.struct({
    ...Object.fromEntries(
      columns.map((column) => [column.name, columnType(steps, column)]),
    ),
    record_index: ParquetType.scalar('BIGINT'),
    seed_row: ParquetType.scalar('BIGINT'),
    ...(hasSeed ? { seed: ParquetType.flatObject() } : {}),
    steps: ParquetType.struct(
      Object.fromEntries(
        steps.map(({ id, outputSchema }) => [
          id,
          ParquetType.struct({
            prompt: ParquetType.scalar('VARCHAR'),
            output: outputType(outputSchema),
            model: ParquetType.scalar('VARCHAR'),
            input_tokens: ParquetType.scalar('BIGINT'),
            output_tokens: ParquetType.scalar('BIGINT'),
            cost_usd: ParquetType.scalar('DOUBLE'),
          }),
        ]),
      ),
    ),
    attempts: ParquetType.scalar('BIGINT'),
    cost_usd: ParquetType.scalar('DOUBLE'),
  });
}

function outputType(outputSchema: TemplateStep['outputSchema']): ParquetType {
  return outputSchema === undefined
    ? ParquetType.scalar('VARCHAR')
    : schemaType(outputSchema);
}

function columnType(
  steps: readonly Pick<TemplateStep, 'id' | 'outputSchema'>[],
  column: DatasetColumn,
): ParquetType {
  const schema = steps.find(({ id }) => id === column.stepId)?.outputSchema;
  return column.fields.length === 0
    ? outputType(schema)
    : schemaType(columnSchema(column, schema));
}
