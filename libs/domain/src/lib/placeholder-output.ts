import { z } from 'zod';
import type { JsonValue } from './json';
import type { TemplateStep } from './template';

const MAX_DEPTH = 8;

/** The parts of a JSON Schema that decide what a template can read from an answer. */
const shapeSchema = z.object({
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
});

/** Stands for a step's answer before there is one: text, or an object of the shape that the step asks for. */
export function placeholderOutput(
  { id, outputSchema }: Pick<TemplateStep, 'id' | 'outputSchema'>,
  text: (path: string) => string = (path) => `<output of ${path}>`,
): JsonValue {
  return outputSchema === undefined
    ? text(id)
    : placeholder(outputSchema, id, text, 0);
}

function placeholder(
  schema: unknown,
  path: string,
  text: (path: string) => string,
  depth: number,
): JsonValue {
  const shape = shapeSchema.safeParse(schema).data;
  if (depth >= MAX_DEPTH || shape === undefined) return text(path);
  if (shape.properties !== undefined)
    return Object.fromEntries(
      Object.entries(shape.properties).map(([name, member]) => [
        name,
        placeholder(member, `${path}.${name}`, text, depth + 1),
      ]),
    );
  return shape.items === undefined
    ? text(path)
    : [placeholder(shape.items, `${path}[]`, text, depth + 1)];
}
