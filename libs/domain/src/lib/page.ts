import { z } from 'zod';

export const MAX_PAGE_SIZE = 100;

/** Query of every list: `limit` and the opaque `cursor` that the previous page gave. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(25),
  cursor: z.string().max(2_048).optional(),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** A page of a list; no `nextCursor` on the last one. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    nextCursor: z.string().optional(),
  });
}

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor?: string | undefined;
}
