import type { ModelUsage, UsageByModel } from '@plot-palette/domain';

/** In the order of the aliases, whatever order the records came in: a repeated export writes the same. */
export function sortedUsage(usage: UsageByModel): [string, ModelUsage][] {
  return Object.entries(usage).sort(([a], [b]) => (a < b ? -1 : 1));
}
