import { z } from 'zod';
import { consoleConfigSchema, type ConsoleConfig } from './console-config';

export type LoadedConfig =
  | { readonly ok: true; readonly config: ConsoleConfig }
  | { readonly ok: false; readonly problem: string };

const PATH = '/config.json';

/** Never throws: what is wrong is told to the person who deployed the console, on a page of its own. */
export async function loadConsoleConfig(
  get: typeof fetch = fetch,
): Promise<LoadedConfig> {
  try {
    const response = await get(PATH, { cache: 'no-store' });
    if (!response.ok)
      return problem(`${PATH} answered ${response.status} instead of 200.`);
    return parse(await response.text());
  } catch {
    return problem(`${PATH} could not be fetched. Is the server up?`);
  }
}

function parse(text: string): LoadedConfig {
  const json = asJson(text);
  // A single-page host answers unknown paths with index.html, which is the usual way for this file to be missing.
  if (json === undefined)
    return problem(
      `${PATH} is not JSON: the server has no such file, or answers with a page instead.`,
    );
  const parsed = consoleConfigSchema.safeParse(json);
  return parsed.success
    ? { ok: true, config: parsed.data }
    : problem(`${PATH} is not complete.\n${z.prettifyError(parsed.error)}`);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problem(text: string): LoadedConfig {
  return { ok: false, problem: text };
}
