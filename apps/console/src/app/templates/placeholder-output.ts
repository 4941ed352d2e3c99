import type { JsonValue } from '@plot-palette/domain';
import { z } from 'zod';

const MAX_DEPTH = 8;

/** The parts of a JSON Schema that decide what a later prompt can read from an answer. */
const shapeSchema = z.object({
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
});

/** Stands for the answer that no model has given: text, or an object of the shape that the step asks for. */
export function placeholderOutput(
  name: string,
  outputSchema: unknown,
  depth = 0,
): JsonValue {
  const text = `<output of ${name}>`;
  const shape = shapeSchema.safeParse(outputSchema).data;
  if (shape === undefined || depth >= MAX_DEPTH) return text;
  const { properties, items } = shape;
  if (properties !== undefined)
    return Object.fromEntries(
      Object.entries(properties).map(([key, member]) => [
        key,
        placeholderOutput(`${name}.${key}`, member, depth + 1),
      ]),
    );
  return items === undefined
    ? text
    : [placeholderOutput(`${name}[]`, items, depth + 1)];
}
