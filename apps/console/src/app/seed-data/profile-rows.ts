import type { SeedProfile } from '@plot-palette/domain';

export interface ProfileRow {
  readonly path: string;
  readonly present: number;
  readonly missing: number;
  /** `string, null (3)`: the commonest first, with counts when there is more than one. */
  readonly types: string;
  /** People count rows from one. */
  readonly missingRows: string;
}

export function profileRows({ rows, fields }: SeedProfile): ProfileRow[] {
  return Object.entries(fields).map(([path, field]) => {
    // A path inside an array occurs once per element, so rows cannot lack it.
    const missing = path.includes('[]') ? 0 : Math.max(0, rows - field.present);
    const first = field.missingRows.map((row) => row + 1).join(', ');
    return {
      path,
      present: field.present,
      missing,
      types: typesText(field.types),
      missingRows: missing > field.missingRows.length ? `${first}, …` : first,
    };
  });
}

function typesText(types: SeedProfile['fields'][string]['types']): string {
  const sorted = Object.entries(types).sort(([, a], [, b]) => b - a);
  return sorted.length === 1
    ? sorted.map(([type]) => type).join()
    : sorted.map(([type, count]) => `${type} (${count})`).join(', ');
}
