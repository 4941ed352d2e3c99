import {
  parseCardContentKey,
  parseSeedOriginalKey,
  storageKeys,
} from './storage-keys';

describe('storage keys', () => {
  it('reads owner and id back from an upload key and from no other', () => {
    expect(
      parseSeedOriginalKey(storageKeys.seedOriginal('ada', 'seed-1')),
    ).toEqual({ userId: 'ada', seedId: 'seed-1' });
    for (const key of [
      storageKeys.seedRows('ada', 'seed-1'),
      'jobs/ada/seed-1/original',
      'seed-data/ada/seed-1/x/original',
      'seed-data//seed-1/original',
      'seed-data/ada/seed-1/original/',
    ]) {
      expect(parseSeedOriginalKey(key)).toBeUndefined();
    }
  });

  it('lists batches in the order of fence and sequence', () => {
    const keys = [
      storageKeys.batch('j', 0, 10, 2),
      storageKeys.batch('j', 0, 2, 10),
      storageKeys.batch('j', 0, 2, 9),
    ];
    expect([...keys].sort()).toEqual([keys[2], keys[1], keys[0]]);
  });

  it('reads project and card back from the key of a content and from no other', () => {
    const key = storageKeys.cardContent('p', 'c', 12, 'content');
    expect(key).toBe('projects/p/c/00000012-content.txt');
    expect(parseCardContentKey(key)).toEqual({ projectId: 'p', promptId: 'c' });
    for (const other of [
      'projects/p/c/',
      'projects/p/c/x/00000012-content.txt',
      'projects/p/00000012-content.txt',
      'jobs/p/c/00000012-content.txt',
    ])
      expect(parseCardContentKey(other)).toBeUndefined();
  });
});
