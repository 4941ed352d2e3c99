import type { MissingPath, SeedProfile, SeedValidation } from './seed-data';

/** Compares a template's paths with a seed file's profile; reads no rows. */
export function validateSeed(
  fileName: string,
  profile: SeedProfile,
  requiredPaths: readonly string[],
): SeedValidation {
  const missing = requiredPaths.flatMap(
    (path) => missingPath(fileName, profile, path) ?? [],
  );
  return {
    valid: missing.length === 0,
    rows: profile.rows,
    requiredPaths: [...requiredPaths],
    missing,
  };
}

function missingPath(
  fileName: string,
  profile: SeedProfile,
  path: string,
): MissingPath | undefined {
  const field = profile.fields[path];
  // The profile of very wide rows leaves paths out: not knowing one says nothing about the rows.
  if (field === undefined && profile.truncated) return undefined;
  const present = field?.present ?? 0;
  if (present === profile.rows) return undefined;
  // A path inside an array exists once per element, so it can only be checked for being known at all.
  if (path.includes('[]') && present > 0) return undefined;
  const missing = profile.rows - present;
  const missingRows = field?.missingRows ?? firstRows(profile.rows);
  return {
    path,
    present,
    missing,
    missingRows,
    message: describe(fileName, path, missing, profile.rows, missingRows),
  };
}

function firstRows(rows: number): number[] {
  return Array.from({ length: Math.min(rows, 20) }, (_, row) => row);
}

function describe(
  fileName: string,
  path: string,
  missing: number,
  rows: number,
  missingRows: readonly number[],
): string {
  if (missing === rows)
    return `${fileName}: no row has "${path}". Add the field or change the template.`;
  // People count rows from one.
  const first = missingRows.slice(0, 5).map((row) => row + 1);
  const which =
    missing > first.length
      ? `first rows ${first.join(', ')}`
      : `rows ${first.join(', ')}`;
  return `${fileName}: ${missing} of ${rows} rows lack "${path}" (${which}). Add the field, or guard it in the template with default().`;
}
