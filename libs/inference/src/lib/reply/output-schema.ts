import { InvalidInput, type JsonObject } from '@plot-palette/domain';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Larger schemas cost more to compile than an answer can be worth. */
const MAX_SCHEMA_BYTES = 64 * 1024;

/** Every fault is an object, and a hostile answer may have one in each of its items: above this size the first must do. */
const MAX_BYTES_FOR_ALL_FAULTS = 64 * 1024;
const MAX_FAULTS = 10;

/** What is wrong with a value, the first faults of it; empty when it satisfies the schema. */
export type OutputCheck = (value: unknown) => readonly string[];

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
  const validate = compile(schema, false);
  let validateAll: ReturnType<typeof compile> | undefined;
  return (value) => {
    if (validate(value) === true) return [];
    const isSmall = JSON.stringify(value).length <= MAX_BYTES_FOR_ALL_FAULTS;
    if (!isSmall) return faultsOf(validate);
    validateAll ??= compile(schema, true);
    validateAll(value);
    return faultsOf(validateAll);
  };
}

function faultsOf({ errors }: ReturnType<typeof compile>): string[] {
  const faults = (errors ?? []).map(
    ({ instancePath, message }) =>
      `${instancePath === '' ? 'the answer' : instancePath} ${message ?? 'is invalid'}`,
  );
  return faults.length === 0
    ? ['the answer is invalid']
    : [...new Set(faults)].slice(0, MAX_FAULTS);
}

function compile(schema: JsonObject, allErrors: boolean) {
  // Any draft's name would make the compiler look for that draft's own schema, which it may not have.
  const { $schema: _draft, $async: isAsynchronous, ...keywords } = schema;
  if (isAsynchronous !== undefined)
    throw new InvalidInput('The output schema may not use $async.');
  const expressions = expressionGuard();
  const compiler = new Ajv2020({
    allErrors,
    strict: false,
    validateFormats: false,
    logger: false,
    code: { regExp: expressions.regExp },
  });
  // The schema of schemas has expressions of its own, and is compiled here.
  compiler.validateSchema(keywords);
  expressions.refuse();
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

/**
 * JavaScript's engine may take hours over a hostile expression, and a worker that stands still keeps costing money:
 * `pattern` and `patternProperties` wait for an engine that runs in linear time.
 */
function expressionGuard() {
  let isOpen = true;
  const regExp = (pattern: string, flags: string): RegExp => {
    if (isOpen) return new RegExp(pattern, flags);
    throw new Error(
      'regular expressions (pattern, patternProperties) are not supported',
    );
  };
  return {
    regExp: Object.assign(regExp, { code: 'regExp' }),
    refuse: () => {
      isOpen = false;
    },
  };
}
