import { z } from 'zod';
import type { Issue } from './errors';
import type { JsonObject, JsonValue } from './json';
import type { TemplateStep } from './template';

const MAX_COLUMNS = 100;
/** What every row of a dataset has already; readers of Parquet compare names without case. */
const RESERVED: ReadonlySet<string> = new Set([
  'record_index',
  'seed_row',
  'seed',
  'steps',
  'attempts',
  'cost_usd',
]);
const PATH = /^steps\.([A-Za-z_][A-Za-z0-9_]*)\.output((?:\.[^.]+)*)$/;

/** Names of columns, each with the path of what it shows: `steps.{id}.output`, or a field of it. */
export const datasetColumnsSchema = z
  .record(
    z
      .string()
      .max(64)
      .regex(
        /^[A-Za-z][A-Za-z0-9_]*$/,
        'must be letters, digits and underscores, and start with a letter',
      ),
    z
      .string()
      .max(500)
      .regex(PATH, 'must be steps.{id}.output, or a field of it'),
  )
  .superRefine((columns, context) => {
    const names = Object.keys(columns);
    const refuse = (name: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [name], message });
    const seen = new Set<string>();
    for (const name of names) {
      const folded = name.toLowerCase();
      if (RESERVED.has(folded))
        refuse(name, 'is a name that every dataset has');
      if (seen.has(folded)) refuse(name, 'differs from another only by case');
      seen.add(folded);
    }
    if (names.length > MAX_COLUMNS)
      context.addIssue({
        code: 'custom',
        message: `must be ${MAX_COLUMNS} columns at most`,
      });
  });
export type DatasetColumns = z.infer<typeof datasetColumnsSchema>;

export interface DatasetColumn {
  readonly name: string;
  readonly stepId: string;
  /** From the step's output downwards; none for the output itself. */
  readonly fields: readonly string[];
}

type ColumnStep = Pick<TemplateStep, 'id' | 'outputSchema'>;

/** In the order of the steps, then of the names: stores keep no order of their own. Columns of other steps are left out. */
export function orderedColumns(
  columns: DatasetColumns,
  steps: readonly Pick<ColumnStep, 'id'>[],
): DatasetColumn[] {
  const parsed = Object.entries(columns)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, path]) => columnOf(name, path));
  return steps.flatMap(({ id }) =>
    parsed.filter(({ stepId }) => stepId === id),
  );
}

/** What is wrong with columns whose form is right: steps that do not run, and fields that no answer will have. */
export function columnIssues(
  columns: DatasetColumns,
  steps: readonly ColumnStep[],
): Issue[] {
  return Object.entries(columns).flatMap(([name, path]) => {
    const { stepId, fields } = columnOf(name, path);
    const step = steps.find(({ id }) => id === stepId);
    const message =
      step === undefined
        ? `${path}: the template runs no step ${stepId}.`
        : fieldFault(step, fields);
    return message === undefined ? [] : [{ where: `columns.${name}`, message }];
  });
}

/** Undefined where the answer has no such field. */
export function columnValue(
  { fields }: Pick<DatasetColumn, 'fields'>,
  output: JsonValue | undefined,
): JsonValue | undefined {
  return fields.reduce<JsonValue | undefined>(
    (value, field) =>
      isObject(value) && Object.hasOwn(value, field) ? value[field] : undefined,
    output,
  );
}

/** What a step's schema says about a column; undefined where it says nothing. */
export function columnSchema(
  { fields }: Pick<DatasetColumn, 'fields'>,
  outputSchema: JsonValue | undefined,
): JsonValue | undefined {
  return fields.reduce<JsonValue | undefined>(
    (schema, field) => propertiesOf(schema)?.[field],
    outputSchema,
  );
}

function fieldFault(
  { id, outputSchema }: ColumnStep,
  fields: readonly string[],
): string | undefined {
  if (fields.length > 0 && outputSchema === undefined)
    return `Step ${id} has no output schema: its output is text, without fields.`;
  let schema: JsonValue | undefined = outputSchema;
  for (const field of fields) {
    const properties = propertiesOf(schema);
    // Nothing is known about what a schema describes in other ways.
    if (properties === undefined) return undefined;
    if (!Object.hasOwn(properties, field))
      return `The output schema of step ${id} has no field ${field} there; it has ${Object.keys(properties).join(', ') || 'none'}.`;
    schema = properties[field];
  }
  return undefined;
}

function columnOf(name: string, path: string): DatasetColumn {
  const [, stepId = '', rest = ''] = PATH.exec(path) ?? [];
  return { name, stepId, fields: rest.split('.').slice(1) };
}

function propertiesOf(schema: JsonValue | undefined): JsonObject | undefined {
  const properties = isObject(schema) ? schema['properties'] : undefined;
  return isObject(properties) ? properties : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
