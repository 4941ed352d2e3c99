import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const ROOT = join(__dirname, '..', '..', '..');

interface Installation {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

/**
 * A headless Chromium that comes with a package, so that no browser has to be installed. The libraries that it needs come
 * with it too. PLOT_PALETTE_CHROMIUM names another one, where that build does not run.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = installation();
  // The package's own flags would switch CORS off, and a broken set-up would pass.
  return chromium.launch({ executablePath, env, args: ['--no-sandbox'] });
}

function installation(): Installation {
  const own = process.env['PLOT_PALETTE_CHROMIUM'];
  if (own !== undefined) return { executablePath: own, env: inherited() };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'Set PLOT_PALETTE_CHROMIUM to the path of a Chromium or Chrome: the bundled one runs on Linux x64 only.',
    );
  }
  const directory = unpacked();
  return {
    executablePath: join(directory, 'chromium'),
    env: {
      ...inherited(),
      LD_LIBRARY_PATH: join(directory, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(directory, 'fonts'),
    },
  };
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** Unpacked once beside the packages; under another name first, so that an interrupted run leaves nothing half done. */
function unpacked(): string {
  const directory = join(ROOT, 'node_modules', '.chromium');
  if (existsSync(directory)) return directory;
  const draft = mkdtempSync(`${directory}-`);
  execFileSync(process.execPath, [join(__dirname, 'unpack-chromium.mjs')], {
    env: { ...inherited(), TMPDIR: draft },
  });
  renameSync(draft, directory);
  return directory;
}
