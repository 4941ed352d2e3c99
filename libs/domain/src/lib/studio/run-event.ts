import { z } from 'zod';
import { uuidSchema } from '../identifier';
import { nanoUsdSchema } from '../money';
import { runFailureSchema, runUsageSchema } from './run';

/** Largest text of one event in bytes of its JSON: with its envelope it stays within a socket's frame of 32 KB. */
export const MAX_EVENT_TEXT_BYTES = 24 * 1024;

const envelope = {
  runId: uuidSchema,
  /** 1, 2, 3 … without gaps within a run. */
  seq: z.number().int().positive(),
};

const outcome = {
  usage: runUsageSchema.optional(),
  costNanoUsd: nanoUsdSchema,
  totalMs: z.number().int().nonnegative(),
};

/** What happens to a run, in order. The texts of its deltas together are the answer; after an outcome nothing follows. */
export const runEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...envelope,
    type: z.literal('started'),
    sessionId: uuidSchema,
    answerMessageId: uuidSchema,
    model: z.string(),
    notes: z.array(z.string()),
  }),
  z.strictObject({ ...envelope, type: z.literal('delta'), text: z.string() }),
  z.strictObject({
    ...envelope,
    type: z.literal('reasoning'),
    text: z.string(),
  }),
  z.strictObject({
    ...envelope,
    type: z.literal('usage'),
    usage: runUsageSchema,
    costNanoUsd: nanoUsdSchema,
  }),
  z.strictObject({
    ...envelope,
    ...outcome,
    type: z.literal('completed'),
    stopReason: z.string(),
  }),
  z.strictObject({
    ...envelope,
    ...outcome,
    type: z.literal('failed'),
    failure: runFailureSchema,
  }),
  z.strictObject({ ...envelope, ...outcome, type: z.literal('stopped') }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** Whether it is a run's last event. */
export function endsRun({ type }: Pick<RunEvent, 'type'>): boolean {
  return type === 'completed' || type === 'failed' || type === 'stopped';
}
