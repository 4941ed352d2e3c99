import { InvalidInput } from '@plot-palette/domain';
import { readArchive, releaseArchive } from './release-archive.fixture';
import { zipWithFile } from './zip-with-file';

const INDEX = ['index.html', '<p>console</p>'.repeat(5)];

describe(zipWithFile.name, () => {
  it('adds a file and keeps the others', () => {
    const archive = zipWithFile(releaseArchive, 'größe.txt', Buffer.from('✓'));
    expect(readArchive(archive)).toEqual([
      INDEX,
      ['config.json', '{"stale":true}'],
      ['größe.txt', '✓'],
    ]);
  });

  it('replaces a file of the same name', () => {
    const archive = zipWithFile(
      releaseArchive,
      'config.json',
      Buffer.from('{}'),
    );
    expect(readArchive(archive)).toEqual([INDEX, ['config.json', '{}']]);
  });

  it('gives the same bytes for the same input', () => {
    const add = () =>
      zipWithFile(releaseArchive, 'config.json', Buffer.from('{}'));
    expect(add().equals(add())).toBe(true);
  });

  it('records the checksum in both headers', () => {
    const archive = zipWithFile(releaseArchive, 'a', Buffer.from('123456789'));
    const checksum = Buffer.from([0x26, 0x39, 0xf4, 0xcb]);
    const first = archive.indexOf(checksum);
    expect(first).toBeGreaterThan(0);
    expect(archive.indexOf(checksum, first + 1)).toBeGreaterThan(first);
  });

  it.each([
    ['an empty object', Buffer.alloc(0)],
    ['an error page', Buffer.from('<Error>AccessDenied</Error>'.repeat(9))],
    [
      'a damaged directory',
      Buffer.from(releaseArchive).fill(0, 130, releaseArchive.length - 40),
    ],
  ])('refuses %s', (_, bytes) => {
    expect(() => zipWithFile(bytes, 'a', Buffer.alloc(0))).toThrow(
      InvalidInput,
    );
  });
});
