import type { JsonSchema } from '../json-schema';

const DEFAULT_SPAN = 100;

/** A number within the schema's bounds; a whole one for integers and where `multipleOf` allows it. */
export function simulatedNumber(
  schema: JsonSchema,
  integer: boolean,
  random: () => number,
): number {
  const step = schema.multipleOf ?? (integer ? 1 : undefined);
  const exclusive = step ?? Number.EPSILON;
  const least = lowest(schema, exclusive);
  const most = highest(schema, exclusive);
  const from =
    least ?? (most === undefined || most >= 0 ? 0 : most - DEFAULT_SPAN);
  const to = most ?? from + DEFAULT_SPAN;
  if (step === undefined) return round(from + random() * (to - from), from, to);
  const first = Math.ceil(from / step);
  const last = Math.max(first, Math.floor(to / step));
  return (first + Math.floor(random() * (last - first + 1))) * step;
}

function lowest(
  { minimum, exclusiveMinimum }: JsonSchema,
  exclusive: number,
): number | undefined {
  if (exclusiveMinimum === undefined) return minimum;
  return Math.max(minimum ?? -Infinity, exclusiveMinimum + exclusive);
}

function highest(
  { maximum, exclusiveMaximum }: JsonSchema,
  exclusive: number,
): number | undefined {
  if (exclusiveMaximum === undefined) return maximum;
  return Math.min(maximum ?? Infinity, exclusiveMaximum - exclusive);
}

/** Two decimals read better, but only where they stay within the bounds. */
function round(value: number, from: number, to: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded >= from && rounded <= to ? rounded : value;
}
