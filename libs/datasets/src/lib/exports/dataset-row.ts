import {
  columnValue,
  nanoToUsd,
  type AcceptedRecord,
  type DatasetColumn,
  type JsonObject,
  type JsonValue,
  type RejectedRecord,
  type StepResult,
} from '@plot-palette/domain';

// Types, not interfaces: only those count as JSON objects.
export type DatasetStep = {
  readonly prompt: string;
  readonly output: JsonValue;
  readonly model: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost_usd: number;
};

/**
 * A row of an exported dataset, as `docs/dataset-format.md` describes it to users; the keys stand in this order, after
 * the columns that the template names.
 */
export type DatasetRow = {
  readonly record_index: number;
  readonly seed_row: number;
  /** Absent when the export was made without the seed file. */
  readonly seed?: JsonObject;
  readonly steps: Readonly<Record<string, DatasetStep>>;
  readonly attempts: number;
  readonly cost_usd: number;
};

/** `stepIds` is the template's order, which a record's own keys need not follow. */
export function datasetRow(
  record: AcceptedRecord,
  stepIds: readonly string[],
  seed: JsonObject | undefined,
  columns: readonly DatasetColumn[] = [],
): DatasetRow {
  const taken = stepIds.flatMap((id) => {
    const result = Object.hasOwn(record.steps, id)
      ? record.steps[id]
      : undefined;
    if (result === undefined) return [];
    return [[id, datasetStep(result, record.prompts[id] ?? '')] as const];
  });
  const steps = Object.fromEntries(taken);
  const named = columns.map(
    (column) => [column.name, columnOf(steps, column) ?? null] as const,
  );
  return {
    ...Object.fromEntries(named),
    record_index: record.index,
    seed_row: record.seedRow,
    ...(seed === undefined ? {} : { seed }),
    steps,
    attempts: record.attempts,
    cost_usd: nanoToUsd(record.costNanoUsd),
  };
}

/** What a column shows of a row's steps. */
export function columnOf(
  steps: DatasetRow['steps'],
  column: DatasetColumn,
): JsonValue | undefined {
  return columnValue(column, steps[column.stepId]?.output);
}

function datasetStep(result: StepResult, prompt: string): DatasetStep {
  return {
    prompt,
    output: result.output as JsonValue,
    model: result.model,
    input_tokens: result.inputTokens,
    output_tokens: result.outputTokens,
    cost_usd: nanoToUsd(result.costNanoUsd),
  };
}

/** A line of `rejected.jsonl`. */
export type RejectedRow = {
  readonly record_index: number;
  readonly seed_row: number;
  readonly seed?: JsonObject;
  readonly step: string;
  readonly reason: string;
  readonly last_raw_output: string;
  readonly attempts: number;
  readonly cost_usd: number;
};

export function rejectedRow(
  record: RejectedRecord,
  seed: JsonObject | undefined,
): RejectedRow {
  return {
    record_index: record.index,
    seed_row: record.seedRow,
    ...(seed === undefined ? {} : { seed }),
    step: record.step,
    reason: record.reason,
    last_raw_output: record.lastRawOutput,
    attempts: record.attempts,
    cost_usd: nanoToUsd(record.costNanoUsd),
  };
}
