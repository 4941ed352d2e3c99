import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from './database';

/** What BatchWriteItem takes. */
export const WRITES_PER_BATCH = 25;
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 5_000;

/** Puts and deletes without conditions, repeated until DynamoDB has taken every one. */
export async function writeBatches(
  { client }: Database,
  table: string,
  requests: readonly WriteRequest[],
): Promise<void> {
  for (let start = 0; start < requests.length; start += WRITES_PER_BATCH) {
    let rest = requests.slice(start, start + WRITES_PER_BATCH);
    for (
      let pauseMs = FIRST_PAUSE_MS;
      rest.length > 0;
      pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)
    ) {
      const { UnprocessedItems } = await client.batchWriteItem({
        RequestItems: { [table]: rest },
      });
      rest = UnprocessedItems?.[table] ?? [];
      if (rest.length > 0) await pause(pauseMs);
    }
  }
}
