import fc from 'fast-check';
import { NO_VALUE, OTHER_VALUES, partitionName } from './partition-name';

const SAFE = /^(?!\.)(?!__(?!none__$))[A-Za-z0-9_.%~-]{1,200}$/;

describe(partitionName.name, () => {
  it.each([
    ['creative_writing', 'creative_writing'],
    ['..', '%2E.'],
    ['.', '%2E'],
    ['a/b', 'a%2Fb'],
    ['../../etc/passwd', '%2E.%2F..%2Fetc%2Fpasswd'],
    ['50% off', '50%25%20off'],
    ['Lyrik für 😀', 'Lyrik%20f%C3%BCr%20%F0%9F%98%80'],
    ['*', '%2A'],
    ['a\0b\n', 'a%00b%0A'],
    [NO_VALUE, '%5F_none__'],
    [OTHER_VALUES, '%5F_other__'],
    ['', NO_VALUE],
    [null, NO_VALUE],
    [undefined, NO_VALUE],
    [['a'], NO_VALUE],
    [{ a: 1 }, NO_VALUE],
    [3.5, '3.5'],
    [-1, '-1'],
    [true, 'true'],
  ])('names %j', (value, name) => {
    expect(partitionName(value)).toBe(name);
  });

  it('is safe, and decodes to the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const name = partitionName(text);
        expect(name).toMatch(SAFE);
        if (!name.includes('~')) expect(decodeURIComponent(name)).toBe(text);
      }),
    );
  });

  it('tells long texts apart, within 200 bytes and without half an escape', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 260 }),
        fc.constantFrom('a', 'ü', '😀'),
        (length, unit) => {
          const [one, two] = ['x', 'y'].map((end) =>
            partitionName(
              `${'a'.repeat(length % 5)}${unit.repeat(length)}${end}`,
            ),
          );
          expect(one).not.toBe(two);
          expect(one).toMatch(SAFE);
          expect(one).toMatch(
            /^(?:%[0-9A-F]{2}|[A-Za-z0-9_.-])+(?:~[0-9a-f]{32})?$/,
          );
        },
      ),
    );
  });
});
