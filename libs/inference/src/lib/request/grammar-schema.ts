import type { JsonObject, JsonValue } from '@plot-palette/domain';

/** What Bedrock's grammar compiler understands; it answers 400 to any other keyword. */
const KEYWORDS: ReadonlySet<string> = new Set([
  'type',
  'properties',
  'required',
  'items',
  'enum',
  'const',
  'anyOf',
  'allOf',
  '$ref',
  '$defs',
  'definitions',
  'title',
  'description',
]);
const SCHEMA_MAPS: ReadonlySet<string> = new Set([
  'properties',
  '$defs',
  'definitions',
]);
const SCHEMA_LISTS: ReadonlySet<string> = new Set(['anyOf', 'allOf']);

/**
 * The part of a JSON Schema that the model's grammar can enforce. Objects are closed, as the compiler demands;
 * everything left out here is still checked on the answer.
 */
export function grammarSchema(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).flatMap(([keyword, value]) =>
    KEYWORDS.has(keyword)
      ? [[keyword, enforceable(keyword, value)] as const]
      : [],
  );
  return {
    ...Object.fromEntries(kept),
    ...(schema['properties'] === undefined
      ? {}
      : { additionalProperties: false }),
  };
}

function enforceable(keyword: string, value: JsonValue): JsonValue {
  if (keyword === 'items' && isObject(value)) return grammarSchema(value);
  if (SCHEMA_LISTS.has(keyword) && Array.isArray(value))
    return value.map((item: JsonValue) =>
      isObject(item) ? grammarSchema(item) : item,
    );
  if (!SCHEMA_MAPS.has(keyword) || !isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      name,
      isObject(child) ? grammarSchema(child) : child,
    ]),
  );
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
