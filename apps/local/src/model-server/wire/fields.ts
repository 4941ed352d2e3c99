import { invalid } from './bedrock-error';

export type Fields = Readonly<Record<string, unknown>>;

/** Takes a value as a JSON object, or says where there should be one. */
export function fields(value: unknown, where: string): Fields {
  if (!isFields(value)) throw invalid(`${where} must be a JSON object.`);
  return value;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws BedrockError `ValidationException` that names the place */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`${where} is not valid JSON.`);
  }
}

export function list(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(`${where} must be a list.`);
  return value;
}

interface NumberRule {
  readonly min: number;
  readonly max?: number;
  readonly integer?: boolean;
}

export function optionalNumber(
  from: Fields,
  name: string,
  rule: NumberRule,
): number | undefined {
  const value = from[name];
  if (value === undefined || value === null) return undefined;
  const { min, max = Infinity, integer = false } = rule;
  if (
    typeof value !== 'number' ||
    value < min ||
    value > max ||
    (integer && !Number.isInteger(value))
  ) {
    const range =
      max === Infinity ? `at least ${min}` : `between ${min} and ${max}`;
    throw invalid(
      `${name} must be ${integer ? 'an integer' : 'a number'} ${range}.`,
    );
  }
  return value;
}

export function optionalTexts(from: Fields, name: string): readonly string[] {
  const value = from[name];
  if (value === undefined || value === null) return [];
  return list(value, name).map((item, index) => {
    if (typeof item !== 'string' || item === '')
      throw invalid(`${name}.${index} must be a text that is not empty.`);
    return item;
  });
}
