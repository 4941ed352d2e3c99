/** Maps in order, with up to `ahead` calls under way: one slow read does not hold up those behind it. */
export async function* mapAhead<Item, Result>(
  items: AsyncIterable<Item>,
  ahead: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = map(item);
      // It may fail while the reader is busy, and is only waited for later.
      result.catch(() => undefined);
      running.push(result);
      if (running.length < ahead) continue;
      const first = running.shift();
      if (first !== undefined) yield await first;
    }
    for (let next = running.shift(); next; next = running.shift())
      yield await next;
  } finally {
    // After a failure the others' resources may be closed once they have ended.
    await Promise.allSettled(running);
  }
}
