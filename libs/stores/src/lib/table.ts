import type { Page, PageQuery } from '@plot-palette/domain';
import dynamoose from 'dynamoose';
import type { ModelType } from 'dynamoose/dist/General';
import type { Item } from 'dynamoose/dist/Item';
import type { z } from 'zod';
import {
  decodeCursor,
  encodeCursor,
  type KeyRange,
  type StartKey,
} from './cursor';

/** The attributes of a table's key and of its indexes, as dynamoose takes them. */
export type KeySchema = Readonly<
  Record<
    string,
    | StringConstructor
    | {
        readonly type: StringConstructor | NumberConstructor;
        readonly hashKey?: boolean;
        readonly rangeKey?: boolean;
        readonly index?: {
          readonly name: string;
          readonly type: 'global';
          readonly rangeKey?: string;
        };
      }
  >
>;

export interface Listing {
  /** Absent: the table's own key. */
  readonly index?: string;
  readonly partition: { readonly name: string; readonly value: string };
  readonly range?: KeyRange;
  /** Rows with another value are read and left out, so that a page may be short. */
  readonly filter?: { readonly name: string; readonly value: string };
  readonly newestFirst?: boolean;
  /** Not on an index. */
  readonly consistent?: boolean;
}

/** Typed reads of one table: dynamoose knows keys and indexes, the zod schema knows the shape. */
export class Table<Shape> {
  private readonly model: ModelType<Item>;

  constructor(
    readonly name: string,
    private readonly keys: KeySchema,
    private readonly schema: z.ZodType<Shape>,
  ) {
    this.model = dynamoose.model(
      name,
      new dynamoose.Schema(keys, { saveUnknown: true }),
      {
        create: false,
        waitForActive: false,
      },
    );
  }

  /** Strongly consistent; undefined when absent. */
  async get(
    key: Readonly<Record<string, string | number>>,
  ): Promise<Shape | undefined> {
    const item = await this.model.get({ ...key }, { consistent: true });
    return item === undefined ? undefined : this.parse(item);
  }

  async list(listing: Listing, page: PageQuery): Promise<Page<Shape>> {
    let query = this.query(listing).limit(page.limit);
    if (page.cursor !== undefined) {
      query = query.startAt(
        decodeCursor(
          page.cursor,
          listing.partition,
          keyNames(this.keys, listing.index),
          listing.range,
        ),
      );
    }
    const items = await query.exec();
    const lastKey = items.lastKey as StartKey | undefined;
    return {
      items: items.map((item) => this.parse(item)),
      ...(lastKey === undefined ? {} : { nextCursor: encodeCursor(lastKey) }),
    };
  }

  /** Everything of one partition, or of a range of it, strongly consistent: for what is small by design. */
  async all(
    partition: Listing['partition'],
    range?: KeyRange,
  ): Promise<Shape[]> {
    const items = await this.query({
      partition,
      consistent: true,
      ...(range && { range }),
    })
      .all()
      .exec();
    return items.map((item) => this.parse(item));
  }

  private query({
    index,
    partition,
    range,
    filter,
    newestFirst = false,
    consistent = false,
  }: Listing) {
    const query = this.model
      .query(partition.name)
      .eq(partition.value)
      .sort(newestFirst ? 'descending' : 'ascending');
    if (range !== undefined)
      query.where(range.name).between(range.from, range.to);
    if (filter !== undefined) query.filter(filter.name).eq(filter.value);
    if (consistent) query.consistent();
    return index === undefined ? query : query.using(index);
  }

  private parse(item: Item): Shape {
    return this.schema.parse(item.toJSON());
  }
}

/** DynamoDB goes on from the key of the table, with that of the index where one is listed. */
function keyNames(keys: KeySchema, index: string | undefined): string[] {
  const names = Object.entries(keys).flatMap(([name, key]) => {
    if (typeof key === 'function') return [];
    const own = key.hashKey || key.rangeKey ? [name] : [];
    if (index === undefined || key.index?.name !== index) return own;
    const { rangeKey } = key.index;
    return [...own, name, ...(rangeKey === undefined ? [] : [rangeKey])];
  });
  return [...new Set(names)];
}
