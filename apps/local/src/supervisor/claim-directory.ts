import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode, errorMessage } from '../error-code';
import { StartFailure } from '../start-failure';

/** Says that the local cloud has made this directory, so that it may forget what is in it. */
export const MARKER = 'plot-palette-data.txt';
const MARKER_TEXT =
  'The local cloud of Plot Palette keeps its state in this directory. npm start -- --fresh deletes that state.\n';

/**
 * Makes the directory, or takes one that is empty or was claimed before: what somebody else put there is never touched.
 * @throws StartFailure when it cannot be made, is no directory, or holds anything of somebody else's
 */
export async function claimDirectory(root: string): Promise<void> {
  try {
    await makeDirectory(root);
    const names = await readdir(root);
    if (names.includes(MARKER)) return;
    if (names.length > 0)
      throw unusable(`${root} has files that are not the local cloud's`);
    await writeFile(join(root, MARKER), MARKER_TEXT);
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw unusable(`${root} cannot be used: ${errorMessage(error)}`, error);
  }
}

async function makeDirectory(root: string): Promise<void> {
  const missing: string[] = [];
  let existing = root;
  for (;;) {
    const found = await isDirectory(existing);
    if (found === true) break;
    if (found === false)
      throw unusable(
        existing === root
          ? `${root} is no directory`
          : `${root} cannot be made, for ${existing} is no directory`,
      );
    missing.unshift(existing);
    existing = dirname(existing);
  }
  // One by one: the recursive mkdir of Node tries for ever where nothing can be made, as in /proc.
  for (const path of missing) {
    await mkdir(path).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

/** undefined when there is nothing. */
async function isDirectory(path: string): Promise<boolean | undefined> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? ''))
      return undefined;
    throw error;
  }
}

function unusable(problem: string, cause?: unknown): StartFailure {
  return new StartFailure(
    `the data directory ${problem}`,
    'Name a new or an empty directory with --data DIR.',
    { cause },
  );
}
