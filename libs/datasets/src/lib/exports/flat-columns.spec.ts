import { FlatColumns } from './flat-columns';

const manyKeys = (count: number): Record<string, number> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, key) => [`k${key}`, key]),
  );

describe(FlatColumns.name, () => {
  it('has a column for every path that some object has, in order of sight', () => {
    const columns = new FlatColumns('seed', true);
    columns.observe({ b: 1, a: { y: 2 } });
    columns.observe({ a: { x: { z: [3] } }, e: {} });
    expect(columns.names()).toEqual([
      'seed.b',
      'seed.a.y',
      'seed.a.x.z',
      'seed.e',
    ]);
    expect(columns.values({ a: { x: { z: [3] }, y: null } })).toEqual([
      undefined,
      null,
      [3],
      undefined,
    ]);
  });

  it('flattens one level only where asked', () => {
    const columns = new FlatColumns('out', false, ['title']);
    columns.observe({ by: { name: 'Ada' } });
    expect(columns.names()).toEqual(['out.title', 'out.by']);
    expect(columns.values({ by: { name: 'Ada' } })).toEqual([
      undefined,
      { name: 'Ada' },
    ]);
  });

  it('keeps what is no object in a column of its own', () => {
    const columns = new FlatColumns('out', false, ['title']);
    columns.observe('plain');
    expect(columns.names()).toEqual(['out', 'out.title']);
    expect(columns.values('plain')).toEqual(['plain', undefined]);
    expect(columns.values({ title: 'a' })).toEqual([undefined, 'a']);
  });

  it('does not mix up a dotted key and a path', () => {
    const columns = new FlatColumns('seed', true);
    const row = { 'a.b': 1, a: { b: 2 } };
    columns.observe(row);
    expect(columns.names()).toEqual(['seed.["a.b"]', 'seed.a.b']);
    expect(columns.values(row)).toEqual([1, 2]);
  });

  it('is one column of JSON beyond a thousand', () => {
    const columns = new FlatColumns('seed', true);
    columns.observe(manyKeys(1_000));
    expect(columns.names()).toHaveLength(1_000);
    columns.observe({ more: 1 });
    columns.observe(manyKeys(5_000));
    expect(columns.names()).toEqual(['seed']);
    expect(columns.values({ more: 1 })).toEqual([{ more: 1 }]);
  });
});
