import { InvalidInput, type JsonObject } from '@plot-palette/domain';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Larger schemas cost more to compile than an answer can be worth. */
const MAX_SCHEMA_BYTES = 64 * 1024;

/** Undefined when the value satisfies the schema, else what is wrong with it. */
export type OutputCheck = (value: unknown) => string | undefined;

/**
 * Compiles a step's output schema, once for all its answers.
 * @throws InvalidInput when it is too large or no JSON Schema; remote references are never followed.
 */
export function compileOutputSchema(schema: JsonObject): OutputCheck {
  const bytes = Buffer.byteLength(JSON.stringify(schema));
  if (bytes > MAX_SCHEMA_BYTES)
    throw new InvalidInput(
      `The output schema has ${bytes} bytes; ${MAX_SCHEMA_BYTES} are allowed.`,
    );
  const validate = compile(schema);
  return (value) => {
    if (validate(value) === true) return undefined;
    const [error] = validate.errors ?? [];
    return `${error?.instancePath === '' ? 'the answer' : error?.instancePath} ${error?.message ?? 'is invalid'}`;
  };
}

function compile(schema: JsonObject) {
  // Any draft's name would make the compiler look for that draft's own schema, which it may not have.
  const { $schema: _draft, $async: isAsynchronous, ...keywords } = schema;
  if (isAsynchronous !== undefined)
    throw new InvalidInput('The output schema may not use $async.');
  const compiler = new Ajv2020({
    strict: false,
    validateFormats: false,
    logger: false,
  });
  try {
    return compiler.compile(keywords);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidInput(
      `The output schema is not a usable JSON Schema: ${why}.`,
      { cause },
    );
  }
}
