import { TextCache } from './text-cache';

describe(TextCache.name, () => {
  it('keeps what was used last within its bound', () => {
    const cache = new TextCache(6);
    cache.put('a', 'aaa');
    cache.put('b', 'bbb');
    cache.get('a');
    cache.put('c', 'c');
    expect(['a', 'b', 'c'].map((name) => cache.get(name))).toEqual([
      'aaa',
      undefined,
      'c',
    ]);
  });

  it('counts a text once that is put twice, and keeps none beyond its bound', () => {
    const cache = new TextCache(4);
    cache.put('a', 'aa');
    cache.put('a', 'aa');
    cache.put('b', 'bb');
    expect(cache.get('a')).toBe('aa');
    cache.put('c', 'ccccc');
    expect(['a', 'b', 'c'].map((name) => cache.get(name))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
