export interface Scenario {
  readonly name: string;
  readonly records: number;
  readonly concurrency: number;
  readonly steps: 1 | 2;
  /** Settings of the simulator (apps/local/src/model-server/README.md). */
  readonly simulator: {
    readonly latency:
      | { readonly kind: 'fixed'; readonly ms: number }
      | {
          readonly kind: 'lognormal';
          readonly medianMs: number;
          readonly sigma: number;
        };
    readonly throttleRate?: number;
    readonly maxInFlight?: number;
  };
  /** The worker is killed when half of the records are answered, and another one makes the rest. */
  readonly kill?: boolean;
  /** As many as records, unless given. Then the growth of memory is measured too: it takes a long run. */
  readonly seedRows?: number;
}

const FIXED = { kind: 'fixed', ms: 500 } as const;
const LOGNORMAL = { kind: 'lognormal', medianMs: 500, sigma: 0.6 } as const;

const widths = [16, 64, 256, 1_024].flatMap((concurrency): Scenario[] =>
  [FIXED, LOGNORMAL].map((latency) => ({
    name: `${latency.kind}-${concurrency}`,
    // Narrow ones would take minutes; of few records the start of the process would be what is measured.
    records: concurrency < 64 ? 1_000 : 10_000,
    concurrency,
    steps: 1,
    simulator: { latency },
  })),
);

const base = { records: 5_000, concurrency: 64, steps: 1 } as const;

export const SCENARIOS: readonly Scenario[] = [
  ...widths,
  {
    ...base,
    name: 'throttled-64',
    simulator: { latency: LOGNORMAL, throttleRate: 0.05 },
  },
  {
    ...base,
    name: 'capped-48-of-64',
    simulator: { latency: FIXED, maxInFlight: 48 },
  },
  {
    ...base,
    name: 'two-steps-64',
    records: 2_000,
    steps: 2,
    simulator: { latency: LOGNORMAL },
  },
  {
    ...base,
    name: 'throughput-10ms',
    records: 10_000,
    simulator: { latency: { kind: 'fixed', ms: 10 } },
  },
  {
    ...base,
    name: 'killed-at-half',
    records: 2_000,
    simulator: { latency: LOGNORMAL },
    kill: true,
  },
  {
    ...base,
    name: 'memory-100k',
    records: 100_000,
    seedRows: 1_000_000,
    simulator: { latency: { kind: 'fixed', ms: 10 } },
  },
];
