import { parseArgs } from 'node:util';
import { z } from 'zod';
import { StartFailure } from './start-failure';

export const USAGE = `npm start -- [options]

  --fresh                   forget everything and begin anew
  --exit                    run the demo job, end with 0 if it completed and with 1 if anything failed
  --no-demo                 only serve
  --data DIR                where state is kept (default: .local-cloud); several can run side by side
  --model MODEL             embedded (a small built-in demo model), sim (made-up answers, for tests), or the URL of an
                            OpenAI-compatible server such as http://localhost:11434/v1
  --model-map JSON          with a URL: which of its models stands for which id, as {"bedrock id": "name there"}
  --sim-settings JSON       with sim: latency, errors, throttling
  --port N                  console and API (default: 4400)
  --emulator-port N         AWS endpoint (default: 4566)
  --model-port N            Bedrock endpoint (default: 4567)
  --ports auto              take free ports for all three
  --snapshot-seconds N      how often the emulator saves its state (default: 5)
  --help
`;

export const DEFAULT_PORTS = { frontDoor: 4400, emulator: 4566, model: 4567 };

const portSchema = z.coerce
  .number('is not a port number')
  .int()
  .min(0)
  .max(65_535);
const jsonSchema = z.string().refine(isJson, 'is not valid JSON');

const optionsSchema = z
  .strictObject({
    fresh: z.boolean().default(false),
    exit: z.boolean().default(false),
    'no-demo': z.boolean().default(false),
    data: z.string().min(1).default('.local-cloud'),
    model: z
      .string()
      .refine(
        isModel,
        'is neither embedded, sim nor an http(s) URL such as http://localhost:11434/v1',
      )
      .default('embedded'),
    'model-map': jsonSchema.optional(),
    'sim-settings': jsonSchema.optional(),
    port: z
      .union([z.literal('auto'), portSchema])
      .default(DEFAULT_PORTS.frontDoor),
    'emulator-port': portSchema.default(DEFAULT_PORTS.emulator),
    'model-port': portSchema.default(DEFAULT_PORTS.model),
    ports: z.literal('auto', 'can only be auto').optional(),
    'snapshot-seconds': z.coerce
      .number('is not a number')
      .min(0.5)
      .max(3_600)
      .default(5),
  })
  .refine((options) => !(options.exit && options['no-demo']), {
    path: ['exit'],
    message: 'runs the demo job and ends; it does not go with --no-demo',
  })
  .refine(
    (options) =>
      options['sim-settings'] === undefined || options.model === 'sim',
    {
      path: ['sim-settings'],
      message: 'needs --model sim',
    },
  )
  .refine(
    (options) =>
      options['model-map'] === undefined || options.model.startsWith('http'),
    {
      path: ['model-map'],
      message: 'needs --model with a URL',
    },
  );

export interface Options {
  readonly fresh: boolean;
  readonly exitAfterDemo: boolean;
  readonly demo: boolean;
  readonly dataDirectory: string;
  /** `embedded`, `sim`, or the URL of an OpenAI-compatible server. */
  readonly model: string;
  readonly modelMap: string | undefined;
  readonly simSettings: string | undefined;
  /** 0 takes a free one. */
  readonly ports: typeof DEFAULT_PORTS;
  readonly snapshotSeconds: number;
}

/**
 * Reads the command line.
 * @returns undefined when only help was asked for.
 * @throws StartFailure that names every option that is wrong.
 */
export function parseCommandLine(args: readonly string[]): Options | undefined {
  const { help, ...given } = readFlags(args);
  if (help === true) return undefined;
  const parsed = optionsSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `--${issue.path.join('.')} ${issue.message}`,
    );
    throw new StartFailure(
      problems.join('; '),
      'npm start -- --help lists the options.',
    );
  }
  const options = parsed.data;
  const allFree =
    options.ports === 'auto' || options.port === 'auto' || options.port === 0;
  return {
    fresh: options.fresh,
    exitAfterDemo: options.exit,
    demo: !options['no-demo'],
    dataDirectory: options.data,
    model: options.model,
    modelMap: options['model-map'],
    simSettings: options['sim-settings'],
    ports: allFree
      ? { frontDoor: 0, emulator: 0, model: 0 }
      : {
          frontDoor: Number(options.port),
          emulator: options['emulator-port'],
          model: options['model-port'],
        },
    snapshotSeconds: options['snapshot-seconds'],
  };
}

const BOOLEAN_FLAGS = ['fresh', 'exit', 'no-demo', 'help'];
const TEXT_FLAGS = [
  'data',
  'model',
  'model-map',
  'sim-settings',
  'port',
  'emulator-port',
  'model-port',
  'ports',
  'snapshot-seconds',
];

function readFlags(args: readonly string[]): Readonly<Record<string, unknown>> {
  const flags = [
    ...BOOLEAN_FLAGS.map(
      (name) => [name, { type: 'boolean' as const }] as const,
    ),
    ...TEXT_FLAGS.map((name) => [name, { type: 'string' as const }] as const),
  ];
  try {
    return parseArgs({ args: [...args], options: Object.fromEntries(flags) })
      .values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new StartFailure(problem, 'npm start -- --help lists the options.', {
      cause: error,
    });
  }
}

function isModel(text: string): boolean {
  if (text === 'embedded' || text === 'sim') return true;
  return /^https?:\/\//.test(text) && URL.canParse(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
