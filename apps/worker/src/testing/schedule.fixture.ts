import fc from 'fast-check';

/** Where a worker's life goes wrong: at one of its I/O boundaries, or so long after its start. */
export type Fate =
  | { readonly kind: 'KILL'; readonly atBoundary: number }
  | { readonly kind: 'SIGTERM'; readonly afterMs: number }
  /** It is taken for dead and replaced, but goes on. */
  | { readonly kind: 'ZOMBIE'; readonly afterMs: number };

export type Weather =
  | 'THROTTLED'
  | 'UNAVAILABLE'
  | 'LOST_BILLED'
  | 'LOST_UNBILLED'
  /** An error 500, after the call was billed or before. */
  | 'FAILED_BILLED'
  | 'FAILED_UNBILLED'
  | 'CUT_OFF'
  | 'FILTERED'
  | 'EMPTY'
  | 'INVALID'
  | 'REFUSED'
  /** Takes longer than a machine's end does. */
  | 'SLOW';

export type Fault =
  /** An error before anything was written. */
  | 'ERROR'
  /** The write was done; its reply is an error. */
  | 'REPLY_LOST'
  /** A conditional write is refused though nobody else wrote. */
  | 'CONFLICT';

/** Everything that decides how a job goes; the first of each choice is the harmless one. */
export interface Schedule {
  readonly records: number;
  readonly rows: number;
  readonly shards: number;
  readonly maxConcurrency: number;
  readonly checkpointInterval: number;
  readonly checkpointMs: number;
  readonly maxAttempts: number;
  readonly steps: 'ONE' | 'TWO' | 'SCHEMA';
  readonly isFree: boolean;
  /** Percent of what its records may cost that the job can pay; undefined when money is no matter. */
  readonly budgetPercent: number | undefined;
  readonly latencySeed: number;
  /** The longest that a call to the model takes. */
  readonly modelMs: number;
  /** The longest that storage takes, on each way. */
  readonly storageMs: number;
  /** Calls in flight above which the model throttles. */
  readonly capacity: number | undefined;
  /** A row for which every answer is bad. */
  readonly badRow:
    { readonly row: number; readonly weather: Weather } | undefined;
  /** By number of the call to the model. */
  readonly weather: readonly {
    readonly call: number;
    readonly kind: Weather;
  }[];
  /** By number of the storage request. */
  readonly faults: readonly {
    readonly request: number;
    readonly kind: Fault;
  }[];
  readonly fates: readonly {
    readonly shard: number;
    readonly life: number;
    readonly fate: Fate;
  }[];
  readonly cancelAtMs: number | undefined;
  /** The job is resumed in the same weather, to make rejected records again. */
  readonly isRetried: boolean;
}

export const MAX_RECORDS = 18;
const MAX_CALLS = 40;
const MAX_REQUESTS = 250;
const MAX_LIFE_BOUNDARIES = 160;
const MAX_LIFE_MS = 12_000;

const BAD: readonly Weather[] = [
  'CUT_OFF',
  'FILTERED',
  'EMPTY',
  'INVALID',
  'REFUSED',
];
const weather = fc.constantFrom<Weather>(
  'THROTTLED',
  'UNAVAILABLE',
  'LOST_BILLED',
  'LOST_UNBILLED',
  'FAILED_BILLED',
  'FAILED_UNBILLED',
  'SLOW',
  ...BAD,
);

const fate = fc.oneof(
  fc.record({
    kind: fc.constant('SIGTERM' as const),
    afterMs: fc.nat(MAX_LIFE_MS),
  }),
  fc.record({
    kind: fc.constant('KILL' as const),
    atBoundary: fc.integer({ min: 1, max: MAX_LIFE_BOUNDARIES }),
  }),
  fc.record({
    kind: fc.constant('ZOMBIE' as const),
    afterMs: fc.nat(MAX_LIFE_MS),
  }),
);

/** None as often as some: a single kind of trouble, and none, must hold too. */
function someOf<Item>(
  item: fc.Arbitrary<Item>,
  maxLength: number,
): fc.Arbitrary<readonly Item[]> {
  return fc.oneof(
    fc.constant([]),
    fc.array(item, { minLength: 1, maxLength, size: 'max' }),
  );
}

function perhaps<Item>(
  item: fc.Arbitrary<Item>,
  timesWithout = 1,
): fc.Arbitrary<Item | undefined> {
  return fc.oneof(
    { arbitrary: fc.constant(undefined), weight: timesWithout },
    { arbitrary: item, weight: 1 },
  );
}

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  records: fc.integer({ min: 1, max: MAX_RECORDS }),
  rows: fc.integer({ min: 1, max: 8 }),
  shards: fc.integer({ min: 1, max: 4 }),
  maxConcurrency: fc.integer({ min: 1, max: 8 }),
  checkpointInterval: fc.integer({ min: 1, max: 6 }),
  checkpointMs: fc.constantFrom(5_000, 700),
  maxAttempts: fc.integer({ min: 1, max: 3 }),
  // Compiling a schema takes longer than all the rest of a schedule.
  steps: fc.constantFrom('ONE', 'TWO', 'ONE', 'TWO', 'ONE', 'TWO', 'SCHEMA'),
  isFree: fc.boolean(),
  budgetPercent: perhaps(fc.nat(200)),
  latencySeed: fc.integer({ min: 1, max: 1_000_000 }),
  modelMs: fc.constantFrom(0, 300, 1_500),
  storageMs: fc.constantFrom(0, 20, 400),
  capacity: perhaps(fc.integer({ min: 1, max: 6 })),
  badRow: perhaps(
    fc.record({ row: fc.nat(7), weather: fc.constantFrom(...BAD) }),
    2,
  ),
  weather: someOf(
    fc.record({ call: fc.integer({ min: 1, max: MAX_CALLS }), kind: weather }),
    12,
  ),
  faults: someOf(
    fc.record({
      request: fc.integer({ min: 1, max: MAX_REQUESTS }),
      kind: fc.constantFrom<Fault>('ERROR', 'REPLY_LOST', 'CONFLICT'),
    }),
    8,
  ),
  fates: someOf(fc.record({ shard: fc.nat(3), life: fc.nat(3), fate }), 6),
  cancelAtMs: perhaps(fc.nat(MAX_LIFE_MS), 4),
  isRetried: fc.boolean(),
});
