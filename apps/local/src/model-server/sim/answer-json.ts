import { isJsonSchema, type JsonSchema } from '../json-schema';
import { invalid } from '../wire/bedrock-error';
import { simulatedNumber } from './answer-number';
import { simulatedString } from './answer-string';

/** Deeper than this only what is required is generated; at twice this depth the schema is taken as endless. */
const MAX_OPTIONAL_DEPTH = 6;

interface Walk {
  readonly root: JsonSchema;
  readonly random: () => number;
  readonly hex: string;
}

/**
 * A value that is valid against the usual part of JSON Schema: type, properties, required, items, enum, const,
 * anyOf, oneOf, allOf, local $ref, and the bounds of numbers, strings and lists. Other keywords are not met.
 *
 * @throws BedrockError `ValidationException` for a schema that nothing finite meets
 */
export function simulatedValue(
  schema: JsonSchema,
  promptHex: string,
  random: () => number,
): unknown {
  return valueOf(schema, 'value', 0, { root: schema, random, hex: promptHex });
}

function valueOf(
  given: JsonSchema,
  name: string,
  depth: number,
  walk: Walk,
): unknown {
  if (depth > 2 * MAX_OPTIONAL_DEPTH)
    throw invalid(
      'The JSON schema is nested too deeply, or requires itself without an end.',
    );
  const schema = resolve(given, depth, walk);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined && schema.enum.length > 0)
    return pick(schema.enum, walk);
  const { anyOf, oneOf, ...rest } = schema;
  const options = anyOf ?? oneOf;
  if (options !== undefined && options.length > 0) {
    return valueOf(
      merge(rest, pick(options, walk) ?? {}),
      name,
      depth + 1,
      walk,
    );
  }
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(schema, depth, walk);
    case 'array':
      return listOf(schema, name, depth, walk);
    case 'number':
      return simulatedNumber(schema, false, walk.random);
    case 'integer':
      return simulatedNumber(schema, true, walk.random);
    case 'boolean':
      return walk.random() < 0.5;
    case 'null':
      return null;
    default:
      return simulatedString(schema, name, walk.hex, walk.random);
  }
}

function objectOf(schema: JsonSchema, depth: number, walk: Walk): object {
  const required = new Set(schema.required ?? []);
  const properties = Object.entries(schema.properties ?? {}).filter(
    ([key]) => depth < MAX_OPTIONAL_DEPTH || required.has(key),
  );
  const known = new Set(properties.map(([key]) => key));
  const undescribed = [...required]
    .filter((key) => !known.has(key))
    .map((key): [string, JsonSchema] => [key, {}]);
  return Object.fromEntries(
    [...properties, ...undescribed].map(([key, property]) => [
      key,
      valueOf(asSchema(property), key, depth + 1, walk),
    ]),
  );
}

function listOf(
  schema: JsonSchema,
  name: string,
  depth: number,
  walk: Walk,
): unknown[] {
  const least = schema.minItems ?? (depth < MAX_OPTIONAL_DEPTH ? 1 : 0);
  const most = Math.max(
    least,
    Math.min(schema.maxItems ?? Infinity, least + 2),
  );
  const length = Math.min(
    schema.maxItems ?? Infinity,
    least + Math.floor(walk.random() * (most - least + 1)),
  );
  const items = asSchema(schema.items);
  return Array.from({ length }, () => valueOf(items, name, depth + 1, walk));
}

function resolve(schema: JsonSchema, depth: number, walk: Walk): JsonSchema {
  const { $ref, allOf, ...rest } = schema;
  if ($ref !== undefined)
    return merge(rest, resolve(target($ref, walk.root), depth + 1, walk));
  return (allOf ?? []).reduce<JsonSchema>(
    (sum, part) => merge(sum, resolve(part, depth + 1, walk)),
    rest,
  );
}

function target(reference: string, root: JsonSchema): JsonSchema {
  let found: unknown = root;
  for (const part of reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)) {
    const key = decodeURIComponent(part)
      .replaceAll('~1', '/')
      .replaceAll('~0', '~');
    found =
      isJsonSchema(found) && Object.hasOwn(found, key)
        ? Reflect.get(found, key)
        : undefined;
  }
  if (!reference.startsWith('#') || !isJsonSchema(found))
    throw invalid(
      `The JSON schema refers to ${reference}, which it does not define.`,
    );
  return found;
}

function merge(first: JsonSchema, second: JsonSchema): JsonSchema {
  return {
    ...first,
    ...second,
    ...((first.properties ?? second.properties) && {
      properties: { ...first.properties, ...second.properties },
    }),
    ...((first.required ?? second.required) && {
      required: [...(first.required ?? []), ...(second.required ?? [])],
    }),
  };
}

function typeOf({ type, properties, items }: JsonSchema): string {
  if (typeof type === 'string') return type;
  if (type !== undefined) return type.find((name) => name !== 'null') ?? 'null';
  if (properties !== undefined) return 'object';
  return items === undefined ? 'string' : 'array';
}

function asSchema(value: JsonSchema | boolean | undefined): JsonSchema {
  return isJsonSchema(value) ? value : {};
}

function pick<Item>(
  items: readonly Item[],
  { random }: Walk,
): Item | undefined {
  return items[Math.floor(random() * items.length)];
}
