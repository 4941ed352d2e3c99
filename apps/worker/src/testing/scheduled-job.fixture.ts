import {
  closingCost,
  DEFAULT_INFRASTRUCTURE_PRICE,
  minimumBudget,
} from '@plot-palette/domain';
import type { Schedule } from './schedule.fixture';
import { FREE, type WorldOptions } from './world.fixture';

/** Above the bound of a call of these steps. */
const STEP_BOUND_NANO_USD = 130_000;
const AMPLE_NANO_USD = 10_000_000_000;

const STEPS = {
  ONE: [
    {
      id: 'answer',
      prompt: "{{ ['a','b','c','d','e'] | random }} about {{ name }}.",
    },
  ],
  TWO: [
    { id: 'question', prompt: "{{ ['a','b','c'] | random }} of {{ name }}." },
    { id: 'answer', prompt: '{{ steps.question.output }}?' },
  ],
  SCHEMA: [
    {
      id: 'answer',
      prompt: 'JSON of {{ name }}.',
      outputSchema: {
        type: 'object',
        properties: { n: { type: 'integer' } },
        required: ['n'],
      },
    },
  ],
} satisfies Record<Schedule['steps'], WorldOptions['steps']>;

/** The job that a schedule is about. */
export function jobOf(schedule: Schedule): WorldOptions {
  const { records, budgetPercent, isFree, steps } = schedule;
  const shards = Math.min(schedule.shards, records);
  const infrastructurePrice = isFree ? FREE : DEFAULT_INFRASTRUCTURE_PRICE;
  const recordBound = STEP_BOUND_NANO_USD * STEPS[steps].length;
  const closingNanoUsd = closingCost(shards, infrastructurePrice);
  const minimum = minimumBudget(
    { closingNanoUsd, shards, records: 0, recordBound },
    infrastructurePrice,
  );
  return {
    records,
    shards,
    rows: schedule.rows,
    maxConcurrency: schedule.maxConcurrency,
    maxAttemptsPerRecord: schedule.maxAttempts,
    steps: STEPS[steps],
    infrastructurePrice,
    closingNanoUsd,
    budgetNanoUsd:
      budgetPercent === undefined
        ? AMPLE_NANO_USD
        : minimum + Math.floor((records * recordBound * budgetPercent) / 100),
    settings: {
      checkpointInterval: schedule.checkpointInterval,
      checkpointMs: schedule.checkpointMs,
    },
  };
}
