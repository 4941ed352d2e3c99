import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createZip } from './zip';

/** Python's zipfile, a reader that is not ours: names, modes and contents, after checking every checksum. */
const READ = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps([[i.filename, oct(i.external_attr >> 16), archive.read(i).decode()] for i in archive.infolist()]))
`;

function unzip(zip: Buffer): unknown {
  const directory = mkdtempSync(join(tmpdir(), 'zip-'));
  try {
    const path = join(directory, 'bundle.zip');
    writeFileSync(path, zip);
    return JSON.parse(
      execFileSync('python3', ['-c', READ, path], { encoding: 'utf8' }),
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe(createZip.name, () => {
  it('is read back by another implementation, names beyond ASCII, empty files and modes included', () => {
    const long = 'line\n'.repeat(20_000);
    const zip = createZip([
      { path: 'main.cjs', content: Buffer.from(long) },
      { path: 'bin/run', content: Buffer.from('#!'), isExecutable: true },
      { path: 'größe/空.txt', content: Buffer.from('ü') },
      { path: 'empty', content: Buffer.alloc(0) },
    ]);
    expect(unzip(zip)).toEqual([
      ['bin/run', '0o100755', '#!'],
      ['empty', '0o100644', ''],
      ['größe/空.txt', '0o100644', 'ü'],
      ['main.cjs', '0o100644', long],
    ]);
    expect(zip.length).toBeLessThan(long.length / 10);
  });

  it('gives the same bytes for the same files in any order', () => {
    const a = { path: 'a', content: Buffer.from('1') };
    const b = { path: 'b', content: Buffer.from('2') };
    expect(createZip([a, b]).equals(createZip([b, a]))).toBe(true);
  });

  it('writes an empty archive', () => {
    expect(unzip(createZip([]))).toEqual([]);
  });
});
