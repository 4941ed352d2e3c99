const SPECIAL = new Map([
  ['__none__', '(no value)'],
  ['__other__', '(other values)'],
]);

/**
 * What a partition holds, for people: the value of `category/a%2Fb`, decoded, or the day of
 * `timestamp/year=2026/month=11/day=21`. A name that was cut inside a character is shown as it is.
 */
export function partitionLabel(partition: string): string {
  const [by = '', ...parts] = partition.split('/');
  const name = parts.join('/');
  const special = SPECIAL.get(name);
  if (special !== undefined) return special;
  return by === 'timestamp'
    ? parts.map((part) => part.slice(part.indexOf('=') + 1)).join('-')
    : decoded(name);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
