import { parseCategoryPath } from './category-path';

describe(parseCategoryPath.name, () => {
  it.each([
    ['seed.genre', ['seed', 'genre']],
    ['steps.ticket.output.urgency', ['steps', 'ticket', 'output', 'urgency']],
    ['seed.["a.b"].c', ['seed', 'a.b', 'c']],
    [String.raw`seed.["a\"]"]`, ['seed', 'a"]']],
    ['seed.größe x', ['seed', 'größe x']],
  ])('reads %s', (path, keys) => {
    expect(parseCategoryPath(path)).toEqual(keys);
  });

  it.each([
    '',
    'seed',
    'seed.',
    '.seed.a',
    'seed..a',
    'genre',
    'record_index.a',
    'seed.a[0]',
    'seed.["a"',
    String.raw`seed.["\x"]`,
  ])('refuses %j', (path) => {
    expect(parseCategoryPath(path)).toBeUndefined();
  });
});
