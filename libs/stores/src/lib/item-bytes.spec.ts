import { toAttributes } from './database';
import { itemBytes } from './item-bytes';

describe(itemBytes.name, () => {
  it.each([
    [{}, 0],
    [{ name: 'Þór' }, 4 + 5],
    [{ ok: true, none: null }, 2 + 1 + 4 + 1],
    [{ n: 17 }, 1 + 21],
    [{ list: ['ab', 'c'] }, 4 + 3 + (1 + 2) + (1 + 1)],
    [{ map: { ab: 'c' } }, 3 + 3 + 1 + 2 + 1],
  ])('of %j is %i', (item, bytes) =>
    expect(itemBytes(toAttributes(item))).toBe(bytes),
  );
});
