import { CheckpointConflict } from '@plot-palette/domain';
import { WRITE_BACKOFF_MS, type Sleep } from './backoff';
import type { CheckpointObjects } from './checkpoint-objects';

/**
 * Writes lines of records under a key that only this owner uses: an object that exists already is its own, written by a
 * try whose reply was lost.
 */
export async function putOnce(
  objects: Pick<CheckpointObjects, 'get' | 'put'>,
  key: string,
  body: Buffer,
  sleep: Sleep,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await objects.put(key, body, {
        contentType: 'application/x-ndjson',
        condition: { ifNoneMatch: '*' },
      });
      return;
    } catch (error) {
      if (
        error instanceof CheckpointConflict &&
        (await objects.get(key)) !== undefined
      )
        return;
      const waitMs = WRITE_BACKOFF_MS[attempt];
      if (waitMs === undefined) throw error;
      await sleep(waitMs);
    }
  }
}
