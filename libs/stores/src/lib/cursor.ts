import { InvalidInput } from '@plot-palette/domain';
import { z } from 'zod';

const keySchema = z.record(z.string(), z.union([z.string(), z.number()]));
export type StartKey = z.infer<typeof keySchema>;

/** A cursor is the last key of a page; opaque to callers, checked when it comes back. */
export function encodeCursor(key: StartKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws InvalidInput when the cursor is not one of ours. */
export function decodeCursor(cursor: string): StartKey {
  try {
    return keySchema.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
    );
  } catch (cause) {
    throw new InvalidInput(
      'The cursor is not valid. Take it from nextCursor of the previous page, unchanged.',
      {
        cause,
        issues: [{ where: 'cursor', message: 'is not a cursor of this list' }],
      },
    );
  }
}
