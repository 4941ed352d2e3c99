import { InvalidInput } from '@plot-palette/domain';

/** `place` is what leads the user to the fault inside the file: `row 3 (line 4)`; empty for the file as a whole. */
export function invalidSeed(
  fileName: string,
  place: string,
  message: string,
  cause?: unknown,
): InvalidInput {
  const where = place === '' ? fileName : `${fileName}, ${place}`;
  return new InvalidInput(`${where}: ${message}`, {
    cause,
    issues: [{ where, message }],
  });
}
