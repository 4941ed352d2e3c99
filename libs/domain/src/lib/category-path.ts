const ROOTS = ['seed', 'steps'];
/** A plain key, or one that holds dots or brackets as a JSON string in brackets. */
const SEGMENT = /^(?:([^.[\]]+)|\[("(?:[^"\\]|\\.)*")\])(?:\.(?=.)|$)/s;

/**
 * The keys of a path into a dataset's row, in the notation of its CSV columns: `seed.genre`, `seed.["a.b"]`,
 * `steps.ticket.output.urgency`. Undefined for what is no such path, or does not begin with `seed` or `steps`.
 */
export function parseCategoryPath(path: string): string[] | undefined {
  const keys: string[] = [];
  for (let rest = path; rest !== '';) {
    const match = SEGMENT.exec(rest);
    if (match === null) return undefined;
    const key = match[1] ?? parsed(match[2]);
    if (key === undefined) return undefined;
    keys.push(key);
    rest = rest.slice(match[0].length);
  }
  return keys.length > 1 && ROOTS.includes(keys[0] ?? '') ? keys : undefined;
}

function parsed(text: string | undefined): string | undefined {
  try {
    return JSON.parse(text ?? '') as string;
  } catch {
    return undefined;
  }
}
