import {
  bucketOf,
  runFailureKindSchema,
  type Histogram,
  type ModelDay,
} from '@plot-palette/domain';
import { z } from 'zod';
import type { EndedRun } from './studio-metrics-store';

/** Each count is an attribute of its own, because `ADD` begins one that is not there. */
export const metricsRowSchema = z
  .object({ scope: z.string(), entry: z.string() })
  .catchall(z.number())
  .transform(({ scope: _scope, entry, ...counts }) => ({ entry, counts }));

/** The runs of one day and model; `entry` names both. */
export interface MetricsRow {
  readonly entry: string;
  readonly counts: Readonly<Record<string, number>>;
}

const FIRST_TOKEN = 'firstTokenMs#';
const TOTAL = 'totalMs#';
const FAILURE = 'failed#';

/** What one run adds to its rows, by attribute. */
export function countsOfRun({
  status,
  usage,
  costNanoUsd,
  failure,
  timeToFirstTokenMs,
  totalMs,
}: EndedRun): Record<string, number> {
  return {
    runs: 1,
    completed: Number(status === 'COMPLETED'),
    stopped: Number(status === 'STOPPED'),
    ...(status === 'FAILED' && {
      [`${FAILURE}${failure?.kind ?? 'INTERNAL'}`]: 1,
    }),
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
    cacheReadTokens: usage?.cacheReadTokens ?? 0,
    cacheWriteTokens: usage?.cacheWriteTokens ?? 0,
    costNanoUsd,
    ...(timeToFirstTokenMs !== undefined && {
      [`${FIRST_TOKEN}${bucketOf(timeToFirstTokenMs)}`]: 1,
    }),
    ...(totalMs !== undefined && { [`${TOTAL}${bucketOf(totalMs)}`]: 1 }),
  };
}

/** Rows of one entry become one; in the order of their entries. */
export function addMetricsRows(rows: readonly MetricsRow[]): MetricsRow[] {
  const sums = new Map<string, Record<string, number>>();
  for (const { entry, counts } of rows) {
    const sum = sums.get(entry) ?? {};
    for (const [name, count] of Object.entries(counts))
      sum[name] = (sum[name] ?? 0) + count;
    sums.set(entry, sum);
  }
  return [...sums]
    .map(([entry, counts]) => ({ entry, counts }))
    .sort((a, b) => (a.entry < b.entry ? -1 : 1));
}

export function toModelDay({ entry, counts }: MetricsRow): ModelDay {
  const count = (name: string): number => counts[name] ?? 0;
  const [day = '', model = ''] = splitEntry(entry);
  return {
    day,
    model,
    runs: count('runs'),
    completed: count('completed'),
    stopped: count('stopped'),
    failures: Object.fromEntries(
      runFailureKindSchema.options.map((kind) => [
        kind,
        count(`${FAILURE}${kind}`),
      ]),
    ),
    inputTokens: count('inputTokens'),
    outputTokens: count('outputTokens'),
    cacheReadTokens: count('cacheReadTokens'),
    cacheWriteTokens: count('cacheWriteTokens'),
    costNanoUsd: count('costNanoUsd'),
    timeToFirstTokenMs: histogramIn(counts, FIRST_TOKEN),
    totalMs: histogramIn(counts, TOTAL),
  };
}

/** A model's name may have a hash of its own. */
function splitEntry(entry: string): string[] {
  const hash = entry.indexOf('#');
  return [entry.slice(0, hash), entry.slice(hash + 1)];
}

function histogramIn(counts: MetricsRow['counts'], prefix: string): Histogram {
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, count]) => [name.slice(prefix.length), count]),
  );
}
