import { parseArgs } from 'node:util';
import { availableParallelism } from 'node:os';
import { z } from 'zod';

export const USAGE = `Serves a model over Bedrock Runtime's wire protocol (Converse, ConverseStream, CountTokens).

  --backend embedded|openai|sim   what answers (default: embedded)
  --host ADDRESS                  default 127.0.0.1
  --port NUMBER                   default 4567; 0 takes a free one
  --max-body-bytes NUMBER         default 26214400

embedded: the built-in demo model
  --model-file PATH               the .gguf file (required)
  --threads NUMBER                default: cores - 1
  --sequences 1|2                 answers at once (default 1)
  --queue NUMBER                  calls that may wait; more are throttled (default 64)
  --context-size NUMBER           tokens of prompt and answer together (default 2048)

openai: Ollama, vLLM, LM Studio, llama-server …
  --openai-url URL                for example http://127.0.0.1:11434/v1 (required)
  --openai-model NAME             default: the first of GET {url}/models
  --model-map JSON                {"bedrock model id":"name there"}
  OPENAI_API_KEY                  sent as the bearer token when set

sim: deterministic simulated answers and troubles
  --sim-settings JSON             see GET /sim/settings for all of them
`;

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not valid JSON' });
    return z.NEVER;
  }
});
const integer = (min: number, max: number) =>
  z.coerce.number().int().min(min).max(max);

const common = {
  host: z.string().min(1).default('127.0.0.1'),
  port: integer(0, 65_535).default(4567),
  'max-body-bytes': integer(1024, 1024 ** 3).optional(),
};
const optionsSchema = z.discriminatedUnion('backend', [
  z.strictObject({
    ...common,
    backend: z.literal('sim'),
    'sim-settings': json.optional(),
  }),
  z.strictObject({
    ...common,
    backend: z.literal('embedded'),
    'model-file': z
      .string({ error: 'is required: the path of a .gguf file' })
      .min(1),
    threads: integer(1, 256).default(Math.max(1, availableParallelism() - 1)),
    sequences: integer(1, 2).default(1),
    queue: integer(0, 10_000).default(64),
    'context-size': integer(512, 8192).default(2048),
  }),
  z.strictObject({
    ...common,
    backend: z.literal('openai'),
    'openai-url': z.url({
      protocol: /^https?$/,
      error: 'must be an http(s) URL, for example http://127.0.0.1:11434/v1',
    }),
    'openai-model': z.string().min(1).optional(),
    'model-map': json.pipe(z.record(z.string(), z.string())).default({}),
  }),
]);

export type Options = z.infer<typeof optionsSchema>;

/** Bad command line; the message lists everything that is wrong with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const FLAGS = [
  'backend',
  'host',
  'port',
  'max-body-bytes',
  'model-file',
  'threads',
  'sequences',
  'queue',
  'context-size',
  'openai-url',
  'openai-model',
  'model-map',
  'sim-settings',
];

/** @throws UsageError */
export function parseOptions(args: readonly string[]): Options {
  const result = optionsSchema.safeParse({
    backend: 'embedded',
    ...flagValues(args),
  });
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `--${issue.keys.join(', --')}: not an option of this back end`
      : `--${issue.path.join('.')}: ${issue.message}`,
  );
  throw new UsageError(lines.join('\n'));
}

function flagValues(
  args: readonly string[],
): Readonly<Record<string, unknown>> {
  try {
    const options = Object.fromEntries(
      FLAGS.map((flag) => [flag, { type: 'string' as const }]),
    );
    return parseArgs({ args: [...args], options, allowPositionals: false })
      .values;
  } catch (error) {
    throw new UsageError(
      error instanceof Error ? error.message : String(error),
    );
  }
}
