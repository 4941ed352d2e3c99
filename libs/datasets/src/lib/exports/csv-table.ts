import type { DatasetColumn, TemplateStep } from '@plot-palette/domain';
import { csvCell } from './csv-cell';
import { columnOf, type DatasetRow } from './dataset-row';
import { declaredFields } from './declared-fields';
import { FlatColumns } from './flat-columns';

interface StepColumns {
  readonly id: string;
  readonly output: FlatColumns;
}

/** Flattens rows to cells. Every row must be observed before the header is known. */
export class CsvTable {
  private readonly seed = new FlatColumns('seed', true);
  private readonly steps: readonly StepColumns[];

  constructor(
    steps: readonly Pick<TemplateStep, 'id' | 'outputSchema'>[],
    private readonly hasSeed: boolean,
    private readonly columns: readonly DatasetColumn[] = [],
  ) {
    this.steps = steps.map(({ id, outputSchema }) => ({
      id,
      output: new FlatColumns(
        `steps.${id}.output`,
        false,
        declaredFields(outputSchema),
      ),
    }));
  }

  observe(row: DatasetRow): void {
    if (row.seed !== undefined) this.seed.observe(row.seed);
    for (const { id, output } of this.steps) {
      const step = row.steps[id];
      if (step !== undefined) output.observe(step.output);
    }
  }

  header(): string[] {
    return [
      ...this.columns.map(({ name }) => name),
      'record_index',
      'seed_row',
      ...(this.hasSeed ? this.seed.names() : []),
      ...this.steps.flatMap(({ id, output }) => [
        `steps.${id}.prompt`,
        ...output.names(),
        `steps.${id}.model`,
        `steps.${id}.input_tokens`,
        `steps.${id}.output_tokens`,
        `steps.${id}.cost_usd`,
      ]),
      'attempts',
      'cost_usd',
    ];
  }

  cells(row: DatasetRow): string[] {
    const values = [
      ...this.columns.map((column) => columnOf(row.steps, column)),
      row.record_index,
      row.seed_row,
      ...(this.hasSeed ? this.seed.values(row.seed) : []),
      ...this.steps.flatMap(({ id, output }) => {
        const step = row.steps[id];
        return [
          step?.prompt,
          ...output.values(step?.output),
          step?.model,
          step?.input_tokens,
          step?.output_tokens,
          step?.cost_usd,
        ];
      }),
      row.attempts,
      row.cost_usd,
    ];
    return values.map(csvCell);
  }
}
