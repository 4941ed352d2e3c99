import { z } from 'zod';
import { invalid } from '../wire/bedrock-error';
import { fields } from '../wire/fields';

const rate = z.number().min(0).max(1).default(0);

const latency = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fixed'),
    ms: z.number().min(0).max(600_000),
  }),
  z.strictObject({
    kind: z.literal('lognormal'),
    medianMs: z.number().min(0).max(600_000),
    sigma: z.number().min(0).max(5),
  }),
]);

export const STREAM_ERRORS = [
  'ThrottlingException',
  'InternalServerException',
  'ServiceUnavailableException',
  'ModelStreamErrorException',
] as const;

/** How the simulator behaves. Every rate is a probability of one call, drawn from `seed`, the prompt and its attempt number. */
export const simSettingsSchema = z.strictObject({
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  latency: latency.default({ kind: 'fixed', ms: 0 }),
  /** The share of the latency that passes before a stream's first text. */
  timeToFirstTokenShare: z.number().min(0).max(1).default(0.3),
  /** `bytes`: one token a UTF-8 byte, for tests of exact budgets. */
  tokenModel: z.enum(['words', 'bytes']).default('words'),
  /** Added to the input tokens of every call. */
  overheadTokens: z.int().min(0).max(1_000_000).default(0),
  /** `max`: every answer is as long as `maxTokens` allows. */
  answerTokens: z.enum(['natural', 'max']).default('natural'),
  throttleRate: rate,
  retryAfterSeconds: z.number().min(0).max(3600).default(1),
  /** Calls above this number at once are throttled; `null` is no limit. */
  maxInFlight: z.int().min(0).nullable().default(null),
  /** As a Bedrock quota, spread evenly over the minute; `null` is no limit. */
  requestsPerMinute: z
    .number()
    .positive()
    .max(60_000_000)
    .nullable()
    .default(null),
  /** 500 or 503. */
  failureRate: rate,
  /** Billed, then the connection is reset. */
  resetRate: rate,
  /** Billed, but no answer ever comes. */
  timeoutRate: rate,
  /** Stop reason `max_tokens`, half of the text. */
  truncateRate: rate,
  /** Broken JSON although a schema was asked for. */
  malformedJsonRate: rate,
  /** Stop reason `content_filtered`. */
  refusalRate: rate,
  emptyRate: rate,
  /** An exception frame in the middle of a stream. */
  streamErrorRate: rate,
  /** Which exceptions `streamErrorRate` draws from. */
  streamErrors: z
    .array(z.enum(STREAM_ERRORS))
    .min(1)
    .default([...STREAM_ERRORS]),
});

export type SimSettings = z.infer<typeof simSettingsSchema>;

/** @throws BedrockError `ValidationException` that lists every wrong setting */
export function parseSimSettings(value: unknown): SimSettings {
  const result = simSettingsSchema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) =>
    path.length ? `${path.join('.')}: ${message}` : message,
  );
  throw invalid(`The simulator settings are not valid. ${issues.join('; ')}`);
}

/**
 * Changes some settings and leaves the others as they are. `where` names the place in the error.
 *
 * @throws BedrockError `ValidationException` that lists every wrong setting
 */
export function overrideSimSettings(
  current: SimSettings,
  changes: unknown,
  where: string,
): SimSettings {
  return parseSimSettings({ ...current, ...fields(changes, where) });
}
