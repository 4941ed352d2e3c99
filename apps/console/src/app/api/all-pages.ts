import { MAX_PAGE_SIZE, type Page } from '@plot-palette/domain';
import type { PageRequest } from './api-client';

/** A choice of more than a thousand things needs a search, not a longer list. */
const MAX_PAGES = 10;

/** Everything a select offers: the pages of a list, one after the other. */
export async function allPages<Item>(
  fetchPage: (request: PageRequest) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items: more, nextCursor } = await fetchPage({
      limit: MAX_PAGE_SIZE,
      cursor,
    });
    items.push(...more);
    if (nextCursor === undefined) break;
    cursor = nextCursor;
  }
  return items;
}
