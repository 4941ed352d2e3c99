import { InvalidInput } from '@plot-palette/domain';
import { decodeCursor, encodeCursor } from './cursor';

const mine = { name: 'userId', value: 'ada' };

describe(decodeCursor.name, () => {
  it('gives back the key it was made from', () => {
    const key = {
      userId: 'ada',
      createdAt: '2026-01-01T00:00:00.000Z',
      version: 3,
    };
    expect(
      decodeCursor(encodeCursor(key), mine, ['version', 'userId', 'createdAt']),
    ).toEqual(key);
  });

  it.each([
    ['another user’s list', encodeCursor({ userId: 'bob', createdAt: '2026' })],
    ['no key', encodeCursor({})],
    ['a part of the key', encodeCursor({ userId: 'ada' })],
    [
      'more than the key',
      encodeCursor({ userId: 'ada', createdAt: '2026', version: 1 }),
    ],
    ['no JSON', 'aGVsbG8'],
    ['no base64', '%%%'],
    ['nothing', ''],
    ['another shape', Buffer.from('[1]').toString('base64url')],
  ])('refuses %s', (_what, cursor) => {
    expect(() => decodeCursor(cursor, mine, ['userId', 'createdAt'])).toThrow(
      InvalidInput,
    );
  });

  it('refuses a key outside the range that is listed', () => {
    const range = { name: 'entry', from: 'version#1#', to: 'version#1#~' };
    const decode = (entry: string) =>
      decodeCursor(
        encodeCursor({ userId: 'ada', entry }),
        mine,
        ['userId', 'entry'],
        range,
      );
    expect(decode('version#1#00000002')).toMatchObject({ userId: 'ada' });
    for (const entry of ['version#2#00000002', 'card#1', 'version#1'])
      expect(() => decode(entry)).toThrow(InvalidInput);
  });
});
