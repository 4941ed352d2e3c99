import { InvalidInput, type Page, type PageQuery } from '@plot-palette/domain';

/** The public face of a class: what a fake of it has to have. */
export type PublicOf<Class> = { [Member in keyof Class]: Class[Member] };

export function pageOf<Item>(
  items: readonly Item[],
  { limit, cursor }: PageQuery,
): Page<Item> {
  const start = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isInteger(start))
    throw new InvalidInput('The cursor is not valid.');
  const end = start + limit;
  return {
    items: items.slice(start, end),
    ...(end < items.length ? { nextCursor: String(end) } : {}),
  };
}
