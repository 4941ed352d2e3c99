import type { DatasetRow, RejectedRow } from './dataset-row';

const LONE_SURROGATE = /\p{Surrogate}/gu;

export interface WrittenRow<Row> {
  /** JSON, without a line feed. */
  readonly line: string;
  /** What a reader of the line gets. */
  readonly row: Row;
}

/** Halves of surrogate pairs are no text, and parsers refuse their escapes: they become U+FFFD. */
export function rowLine<Row extends DatasetRow | RejectedRow>(
  row: Row,
): WrittenRow<Row> {
  const text = JSON.stringify(row);
  // JSON.stringify escapes lone surrogates only, so without such an escape there is none.
  if (!text.includes('\\ud')) return { line: text, row };
  const repairedText = JSON.stringify(repaired(row));
  return { line: repairedText, row: JSON.parse(repairedText) as Row };
}

function repaired(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(LONE_SURROGATE, '\uFFFD');
  if (Array.isArray(value)) return value.map(repaired);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key.replace(LONE_SURROGATE, '\uFFFD'),
      repaired(member),
    ]),
  );
}
