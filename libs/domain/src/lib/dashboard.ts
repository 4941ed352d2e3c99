import { z } from 'zod';
import { timestampSchema } from './identifier';
import { jobSchema } from './job';
import { nanoUsdSchema } from './money';
import {
  bindingLimitSchema,
  shardOutcomeSchema,
  shardTotalsSchema,
} from './shard';

/** `GET /dashboard/{jobId}`: the job, and what its workers and its ledger say now. */
export const dashboardSchema = z.strictObject({
  job: jobSchema,
  totals: shardTotalsSchema,
  inFlight: z.number().int().nonnegative(),
  bindingLimit: bindingLimitSchema,
  ledger: z.strictObject({
    limitNanoUsd: nanoUsdSchema,
    /** Spent for certain. */
    settledNanoUsd: nanoUsdSchema,
    /** Granted to workers and not settled yet, or kept back for the end of the job. */
    reservedNanoUsd: nanoUsdSchema,
    availableNanoUsd: nanoUsdSchema,
    /** Granted to a worker that died: it may have been billed, so it counts as spent. */
    writtenOffNanoUsd: nanoUsdSchema,
  }),
  /** Records finished per second over the job's running time so far. */
  recordsPerSecond: z.number().nonnegative(),
  secondsLeft: z.number().nonnegative().optional(),
  shards: z.array(
    z.strictObject({
      shard: z.number().int(),
      outcome: shardOutcomeSchema,
      reason: z.string(),
      accepted: z.number().int(),
      rejected: z.number().int(),
      records: z.number().int(),
      /** What keeps this worker from running more calls at once; NONE when it does not run. */
      bindingLimit: bindingLimitSchema,
      heartbeatAt: timestampSchema,
    }),
  ),
});
export type Dashboard = z.infer<typeof dashboardSchema>;
