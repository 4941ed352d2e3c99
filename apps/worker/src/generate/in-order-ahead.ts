/** Maps items in their order, working on up to `ahead` of them before they are asked for. */
export async function* inOrderAhead<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = [];
  for (const item of items) {
    const result = map(item);
    // A failure is thrown when its turn comes, not before.
    result.catch(() => undefined);
    pending.push(result);
    const first = pending.length > ahead ? pending.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const result of pending) yield await result;
}
