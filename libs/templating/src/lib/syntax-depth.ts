import type { Body } from './ast';

const measured = new WeakMap<Body, number>();

/** Levels of nested syntax below a body. Walks with a stack of its own: long chains nest deeply to the left. */
export function syntaxDepth(body: Body): number {
  const known = measured.get(body);
  if (known !== undefined) return known;
  let deepest = 0;
  const pending: { node: object; depth: number }[] = [{ node: body, depth: 0 }];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const depth = 'at' in entry.node ? entry.depth + 1 : entry.depth;
    deepest = Math.max(deepest, depth);
    for (const node of Object.values(entry.node)) {
      if (typeof node === 'object' && node !== null)
        pending.push({ node, depth });
    }
  }
  measured.set(body, deepest);
  return deepest;
}
