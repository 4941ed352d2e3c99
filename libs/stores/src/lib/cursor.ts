import { InvalidInput } from '@plot-palette/domain';
import { z } from 'zod';

const keySchema = z.record(z.string(), z.union([z.string(), z.number()]));
export type StartKey = z.infer<typeof keySchema>;

/** A cursor is the last key of a page; opaque to callers, checked when it comes back. */
export function encodeCursor(key: StartKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Bounds of the sort key, both inclusive. */
export interface KeyRange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The key to go on from, if it has the attributes `names` and lies in the partition, and the range of it, that is being
 * listed: a cursor opens nobody else's list.
 * @throws InvalidInput when the cursor is not one of this list's.
 */
export function decodeCursor(
  cursor: string,
  partition: { name: string; value: string },
  names: readonly string[],
  range?: KeyRange,
): StartKey {
  const key = parseKey(cursor);
  if (
    key?.[partition.name] === partition.value &&
    Object.keys(key).sort().join() === [...names].sort().join() &&
    (range === undefined || lies(key[range.name], range))
  )
    return key;
  throw new InvalidInput(
    'The cursor does not belong to this list. Take it from nextCursor of the previous page, unchanged.',
    {
      issues: [{ where: 'cursor', message: 'is not a cursor of this list' }],
    },
  );
}

function lies(
  value: string | number | undefined,
  { from, to }: KeyRange,
): boolean {
  return typeof value === 'string' && value >= from && value <= to;
}

function parseKey(cursor: string): StartKey | undefined {
  try {
    return keySchema.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
    );
  } catch {
    return undefined;
  }
}
