import type { Body } from './ast';

const known = new WeakMap<Body, ReadonlySet<string>>();

/** Every variable that is read anywhere in a body: a macro takes `varargs`, `kwargs` and `caller` only if it uses them. */
export function usedNames(body: Body): ReadonlySet<string> {
  const found = known.get(body);
  if (found !== undefined) return found;
  const names = new Set<string>();
  const pending: object[] = [body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if ('kind' in node && node.kind === 'name' && 'name' in node)
      names.add(String(node.name));
    for (const child of Object.values(node)) {
      if (typeof child === 'object' && child !== null) pending.push(child);
    }
  }
  known.set(body, names);
  return names;
}
