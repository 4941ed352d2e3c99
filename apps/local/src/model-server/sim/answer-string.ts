import type { JsonSchema } from '../json-schema';

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2020, 0, 1);
const DAYS = 2000;

/** A string within the schema's lengths that says that it is simulated, or a value of a well-known format. */
export function simulatedString(
  schema: JsonSchema,
  name: string,
  promptHex: string,
  random: () => number,
): string {
  const formatted = byFormat(schema.format, promptHex, random);
  if (formatted !== undefined) return formatted;
  const mark = Math.floor(random() * 0x1_0000)
    .toString(16)
    .padStart(4, '0');
  const text = `Simulated ${name.replaceAll('_', ' ')} ${promptHex.slice(0, 8)}-${mark}`;
  return lengthen(text, schema.minLength ?? 0).slice(
    0,
    schema.maxLength ?? Infinity,
  );
}

function lengthen(text: string, length: number): string {
  return text.length >= length
    ? text
    : (
        text + ' simulated'.repeat(Math.ceil((length - text.length) / 10))
      ).slice(0, length);
}

function byFormat(
  format: string | undefined,
  hex: string,
  random: () => number,
): string | undefined {
  const time = () =>
    new Date(FIRST_DAY_MS + Math.floor(random() * DAYS) * DAY_MS).toISOString();
  switch (format) {
    case 'date-time':
      return time();
    case 'date':
      return time().slice(0, 10);
    case 'email':
      return `simulated-${hex.slice(0, 8)}@example.com`;
    case 'uri':
    case 'url':
      return `https://example.com/simulated/${hex}`;
    case 'uuid':
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-8${hex.slice(0, 3)}-${hex.slice(0, 12)}`;
    default:
      return undefined;
  }
}
