import type { JsonObject, JsonValue } from '@plot-palette/domain';
import { ParquetType } from './parquet-type';

/** Deeper than this a column is JSON text: few readers of Parquet show more, and a schema may be endless. */
const MAX_DEPTH = 8;

/** The type that a JSON Schema declares; JSON text for what a column cannot be, such as unions and references. */
export function schemaType(
  schema: JsonValue | undefined,
  depth = 1,
): ParquetType {
  if (!isObject(schema) || depth > MAX_DEPTH) return ParquetType.json();
  switch (soleType(schema)) {
    case 'string':
      return ParquetType.scalar('VARCHAR');
    case 'integer':
      return ParquetType.scalar('BIGINT');
    case 'number':
      return ParquetType.scalar('DOUBLE');
    case 'boolean':
      return ParquetType.scalar('BOOLEAN');
    case 'array':
      return isObject(schema['items'])
        ? ParquetType.list(schemaType(schema['items'], depth + 1))
        : ParquetType.json();
    case 'object':
      return structType(schema['properties'], depth);
    default:
      return ParquetType.json();
  }
}

/** `null` beside a type changes nothing: every column may be null. */
function soleType(schema: JsonObject): JsonValue | undefined {
  const { type } = schema;
  if (type === undefined) {
    if (isObject(schema['properties'])) return 'object';
    const options = schema['enum'];
    return Array.isArray(options) &&
      options.every((option) => typeof option === 'string')
      ? 'string'
      : undefined;
  }
  if (!Array.isArray(type)) return type;
  const others = (type as readonly JsonValue[]).filter((one) => one !== 'null');
  return others.length === 1 ? others[0] : undefined;
}

function structType(
  properties: JsonValue | undefined,
  depth: number,
): ParquetType {
  if (!isObject(properties) || Object.keys(properties).length === 0)
    return ParquetType.json();
  return ParquetType.struct(
    Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        schemaType(property, depth + 1),
      ]),
    ),
  );
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
