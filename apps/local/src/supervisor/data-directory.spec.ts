import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartFailure } from '../start-failure';
import { MARKER } from './claim-directory';
import { DataDirectory } from './data-directory';

describe(DataDirectory.name, () => {
  let parent: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'data-directory-'));
  });

  afterEach(() => rm(parent, { recursive: true }));

  it.each(['new', 'new/and/deep', '.'])(
    'takes the directory %s, and takes it again',
    async (path) => {
      const data = new DataDirectory(join(parent, path));
      await data.create();
      await data.create();
      expect(await readdir(data.root)).toContain(MARKER);
    },
  );

  it('forgets its state and stays claimed', async () => {
    const data = new DataDirectory(parent);
    await data.create();
    await writeFile(data.deployed, '{}');
    await data.clear();
    expect(await readdir(parent)).not.toContain('deployed.json');
    await data.create();
  });

  it('does not touch a directory with files of somebody else', async () => {
    await mkdir(join(parent, 'logs'));
    await writeFile(join(parent, 'logs', 'diary.txt'), 'precious');
    const data = new DataDirectory(parent);
    await expect(data.create()).rejects.toThrow(StartFailure);
    await expect(data.clear()).rejects.toThrow(
      /files that are not the local cloud's/,
    );
    expect(await readdir(parent)).toEqual(['logs']);
    expect(await readFile(join(parent, 'logs', 'diary.txt'), 'utf8')).toBe(
      'precious',
    );
  });

  it('refuses a file, and a place below a file', async () => {
    const file = join(parent, 'file');
    await writeFile(file, '');
    await expect(new DataDirectory(file).create()).rejects.toThrow(
      `the data directory ${file} is no directory`,
    );
    await expect(new DataDirectory(join(file, 'x')).create()).rejects.toThrow(
      `${file} is no directory`,
    );
  });

  it.each(['/dev/null/x', '/proc/nope/deeper'])(
    'ends with a sentence where nothing can be made: %s',
    async (path) => {
      await expect(new DataDirectory(path).create()).rejects.toThrow(
        StartFailure,
      );
    },
  );
});
