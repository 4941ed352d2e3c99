import { parseArgs } from 'node:util';
import { z } from 'zod';
import commandLine from './command-line.json';
import { StartFailure } from './start-failure';

/** What tools/start.mjs reads too, before anything is installed or built. */
const { usage, flags } = z
  .object({
    usage: z.array(z.string()),
    flags: z.record(
      z.string(),
      z.object({ type: z.enum(['boolean', 'string']) }),
    ),
  })
  .parse(commandLine);

export const USAGE = `${usage.join('\n')}\n`;

export const DEFAULT_PORTS = { frontDoor: 4400, emulator: 4566, model: 4567 };

const MAX_PORT = 65_535;
const NOT_A_PORT = `is not a port number, which is 0 to ${MAX_PORT}`;
const portSchema = z.string().refine(isPort, NOT_A_PORT).transform(Number);
const NOT_SECONDS = 'is not a number of seconds from 0.5 to 3600';
const jsonSchema = z.string().refine(isJson, 'is not valid JSON');

const optionsSchema = z
  .strictObject({
    fresh: z.boolean().default(false),
    exit: z.boolean().default(false),
    'no-demo': z.boolean().default(false),
    data: z
      .string()
      .min(1, 'needs the path of a directory')
      .default('.local-cloud'),
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
      .union([z.literal('auto'), portSchema], `${NOT_A_PORT}, and not auto`)
      .default(DEFAULT_PORTS.frontDoor),
    'emulator-port': portSchema.default(DEFAULT_PORTS.emulator),
    'model-port': portSchema.default(DEFAULT_PORTS.model),
    ports: z.literal('auto', 'can only be auto').optional(),
    'snapshot-seconds': z.coerce
      .number(NOT_SECONDS)
      .min(0.5, NOT_SECONDS)
      .max(3_600, NOT_SECONDS)
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

function readFlags(args: readonly string[]): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new StartFailure(problem, 'npm start -- --help lists the options.', {
      cause: error,
    });
  }
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= MAX_PORT;
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
