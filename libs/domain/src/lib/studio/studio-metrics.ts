import { z } from 'zod';
import { nanoUsdSchema } from '../money';
import {
  addHistograms,
  quantileOf,
  sampleCount,
  type Histogram,
} from './histogram';
import { runFailureKindSchema, type RunFailureKind } from './run';

/** Longest span of days that is asked for at once. */
export const MAX_METRICS_DAYS = 92;

const DAY_MS = 24 * 3_600_000;

/** `GET /metrics/studio`: days in UTC, both inclusive. */
export const studioMetricsQuerySchema = z
  .strictObject({
    // Else dates that are none would be compared.
    from: z.iso.date({ abort: true }),
    to: z.iso.date({ abort: true }),
  })
  .superRefine(({ from, to }, context) => {
    const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (days < 1) refuse('to', 'must not be before `from`');
    if (days > MAX_METRICS_DAYS)
      refuse(
        'from',
        `must be at most ${MAX_METRICS_DAYS} days before the end of \`to\`; ask for less at a time`,
      );
  });
export type StudioMetricsQuery = z.infer<typeof studioMetricsQuerySchema>;

const count = z.number().int().nonnegative();

/**
 * Milliseconds; absent without samples. Each is at most two per cent off the sample that it stands for
 * (`HISTOGRAM_RELATIVE_ERROR`), however many histograms were added.
 */
export const percentilesSchema = z.strictObject({
  samples: count,
  p50: z.number().optional(),
  p90: z.number().optional(),
  p95: z.number().optional(),
  p99: z.number().optional(),
});
export type Percentiles = z.infer<typeof percentilesSchema>;

const measures = {
  runs: count,
  completed: count,
  stopped: count,
  failed: count,
  /** Share of the runs that failed in this way. */
  errorRates: z.partialRecord(runFailureKindSchema, z.number()),
  inputTokens: count,
  outputTokens: count,
  cacheReadTokens: count,
  cacheWriteTokens: count,
  costNanoUsd: nanoUsdSchema,
  timeToFirstTokenMs: percentilesSchema,
  totalMs: percentilesSchema,
};

/** `GET /metrics/studio`. Percentiles of sums are those of all samples together, not averages. */
export const studioMetricsSchema = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  scope: z.enum(['own', 'all']),
  /** Sockets that are open now. */
  openConnections: count,
  total: z.strictObject(measures),
  models: z.array(z.strictObject({ model: z.string(), ...measures })),
  /** By UTC day on which a run was asked for, and model. */
  days: z.array(
    z.strictObject({ day: z.iso.date(), model: z.string(), ...measures }),
  ),
});
export type StudioMetrics = z.infer<typeof studioMetricsSchema>;
export type StudioMeasures = StudioMetrics['total'];

/** What is counted of runs. */
export interface RunCounts {
  readonly runs: number;
  readonly completed: number;
  readonly stopped: number;
  readonly failures: Readonly<Partial<Record<RunFailureKind, number>>>;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly costNanoUsd: number;
  readonly timeToFirstTokenMs: Histogram;
  readonly totalMs: Histogram;
}

/** The runs of one UTC day with one model. */
export interface ModelDay extends RunCounts {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly model: string;
}

/** Everything that is shown of days and models, of the models, and of all. */
export function measuresOf(
  days: readonly ModelDay[],
): Pick<StudioMetrics, 'total' | 'models' | 'days'> {
  const models = [...new Set(days.map(({ model }) => model))].sort();
  return {
    total: measure(days),
    models: models.map((model) => ({
      model,
      ...measure(days.filter((each) => each.model === model)),
    })),
    days: days.map((each) => ({
      day: each.day,
      model: each.model,
      ...measure([each]),
    })),
  };
}

function measure(counts: readonly RunCounts[]): StudioMeasures {
  const sum = (pick: (each: RunCounts) => number): number =>
    counts.reduce((total, each) => total + pick(each), 0);
  const runs = sum((each) => each.runs);
  const failures = runFailureKindSchema.options.flatMap(
    (kind): [RunFailureKind, number][] => {
      const failed = sum((each) => each.failures[kind] ?? 0);
      return failed === 0 ? [] : [[kind, failed]];
    },
  );
  return {
    runs,
    completed: sum((each) => each.completed),
    stopped: sum((each) => each.stopped),
    failed: failures.reduce((total, [, failed]) => total + failed, 0),
    errorRates: Object.fromEntries(
      failures.map(([kind, failed]) => [kind, failed / runs]),
    ),
    inputTokens: sum((each) => each.inputTokens),
    outputTokens: sum((each) => each.outputTokens),
    cacheReadTokens: sum((each) => each.cacheReadTokens),
    cacheWriteTokens: sum((each) => each.cacheWriteTokens),
    costNanoUsd: sum((each) => each.costNanoUsd),
    timeToFirstTokenMs: percentilesOf(
      addHistograms(counts.map((each) => each.timeToFirstTokenMs)),
    ),
    totalMs: percentilesOf(addHistograms(counts.map((each) => each.totalMs))),
  };
}

function percentilesOf(histogram: Histogram): Percentiles {
  const at = (quantile: number): number => quantileOf(histogram, quantile) ?? 0;
  const samples = sampleCount(histogram);
  return samples === 0
    ? { samples }
    : { samples, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
}
