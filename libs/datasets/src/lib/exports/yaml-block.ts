export type YamlValue =
  | string
  | number
  | boolean
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

/** Printable for JSON, but not for YAML. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** The lines of a value in YAML's block style. Texts are quoted as in JSON, so that none can be anything but a text. */
export function yamlBlock(value: YamlValue): string[] {
  if (!isNested(value)) return [scalar(value)];
  if (isList(value))
    return value.flatMap((item) => {
      const [first = '', ...rest] = yamlBlock(item);
      return [`- ${first}`, ...indented(rest)];
    });
  return Object.entries(value).flatMap(([key, member]) =>
    isNested(member)
      ? [`${key}:`, ...indented(yamlBlock(member))]
      : [`${key}: ${scalar(member)}`],
  );
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isNested(value: YamlValue): value is Extract<YamlValue, object> {
  return typeof value === 'object' && Object.keys(value).length > 0;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function scalar(value: YamlValue): string {
  const text =
    typeof value === 'string'
      ? JSON.stringify(value.replace(LONE_SURROGATE, '\uFFFD'))
      : JSON.stringify(value);
  return text.replace(
    UNPRINTABLE,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
