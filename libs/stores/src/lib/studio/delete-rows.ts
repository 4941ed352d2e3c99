import type { KeyRange } from '../cursor';
import { toAttributes, type Database } from '../database';
import { writeBatches } from '../write-batches';

/** Rows of a table whose sort key is `entry`. */
export interface RowsOf {
  readonly partition: { readonly name: string; readonly value: string };
  readonly range?: KeyRange;
}

/** Deletes every row of a partition, or of a range of it, in the order of the sort key. May be repeated. */
export async function deleteRows(
  database: Database,
  table: string,
  { partition, range }: RowsOf,
): Promise<void> {
  for (;;) {
    const { Items = [] } = await database.client.query({
      TableName: table,
      ConsistentRead: true,
      ProjectionExpression: '#partition, entry',
      KeyConditionExpression: `#partition = :partition${range === undefined ? '' : ' AND entry BETWEEN :from AND :to'}`,
      ExpressionAttributeNames: { '#partition': partition.name },
      ExpressionAttributeValues: toAttributes({
        ':partition': partition.value,
        ':from': range?.from,
        ':to': range?.to,
      }),
    });
    if (Items.length === 0) return;
    await writeBatches(
      database,
      table,
      Items.map((Key) => ({ DeleteRequest: { Key } })),
    );
  }
}
