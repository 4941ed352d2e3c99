import fc from 'fast-check';
import { diffHunks } from './diff-hunks';
import { diffLines, MAX_SEARCHED_EDITS, type DiffLine } from './line-diff';

const textOf = (lines: readonly DiffLine[], side: 'added' | 'removed') =>
  lines
    .filter(({ kind }) => kind === 'same' || kind === side)
    .map(({ text }) => text)
    .join('\n');

const edits = (lines: readonly DiffLine[]) =>
  lines.filter(({ kind }) => kind !== 'same').length;

/** Lines of a longest common subsequence, by the textbook's table. */
function commonLines(old: readonly string[], next: readonly string[]): number {
  let row = new Array<number>(next.length + 1).fill(0);
  for (const text of old) {
    const above = row;
    row = [0];
    for (const [place, other] of next.entries())
      row.push(
        text === other
          ? (above[place] ?? 0) + 1
          : Math.max(above[place + 1] ?? 0, row[place] ?? 0),
      );
  }
  return row.at(-1) ?? 0;
}

/** Few different lines, so that they repeat. */
const someText = fc
  .array(fc.constantFrom('a', 'b', 'c', '', 'þ\r', '🦊'), { maxLength: 30 })
  .map((lines) => lines.join('\n'));

describe(diffLines.name, () => {
  it.each([
    ['', ''],
    ['a', 'a'],
    ['', 'a'],
    ['a\n', 'a'],
    ['a\nb\nc', 'c\nb\na'],
    ['a\r\nb', 'a\nb'],
  ])('holds both texts: %j and %j', (before, after) => {
    const lines = diffLines(before, after);
    expect(textOf(lines, 'removed')).toBe(before);
    expect(textOf(lines, 'added')).toBe(after);
  });

  it('says which lines were added, removed and kept', () => {
    expect(diffLines('one\ntwo\nthree', 'one\n2\nthree\nfour')).toEqual([
      { kind: 'same', text: 'one' },
      { kind: 'removed', text: 'two' },
      { kind: 'added', text: '2' },
      { kind: 'same', text: 'three' },
      { kind: 'added', text: 'four' },
    ]);
  });

  it('holds both texts and is as short as can be, whatever they are', () => {
    fc.assert(
      fc.property(someText, someText, (before, after) => {
        const lines = diffLines(before, after);
        expect(textOf(lines, 'removed')).toBe(before);
        expect(textOf(lines, 'added')).toBe(after);
        const old = before.split('\n');
        const next = after.split('\n');
        expect(edits(lines)).toBe(
          old.length + next.length - 2 * commonLines(old, next),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('holds both texts when it stops searching', () => {
    fc.assert(
      fc.property(
        someText,
        someText,
        fc.nat({ max: 6 }),
        (before, after, max) => {
          const lines = diffLines(before, after, max);
          expect(textOf(lines, 'removed')).toBe(before);
          expect(textOf(lines, 'added')).toBe(after);
        },
      ),
    );
  });

  it('replaces what differs everywhere, between the ends that do not', () => {
    const many = (word: string) =>
      Array.from({ length: MAX_SEARCHED_EDITS }, (_, i) => `${word} ${i}`);
    const before = ['begin', ...many('old'), 'end'].join('\n');
    const after = ['begin', ...many('new'), 'end'].join('\n');
    const lines = diffLines(before, after);
    expect(lines[0]).toEqual({ kind: 'same', text: 'begin' });
    expect(lines.at(-1)).toEqual({ kind: 'same', text: 'end' });
    expect(edits(lines)).toBe(2 * MAX_SEARCHED_EDITS);
  });
});

describe(diffHunks.name, () => {
  const numbered = (count: number) =>
    Array.from({ length: count }, (_, i) => `line ${i + 1}`);

  it('has none for equal texts', () => {
    expect(diffHunks(diffLines('a\nb', 'a\nb'))).toEqual([]);
  });

  it('shows three lines around a change, and where they stand in both texts', () => {
    const before = numbered(20);
    const after = ['line 0', ...before];
    after[15] = 'changed';
    const hunks = diffHunks(diffLines(before.join('\n'), after.join('\n')));
    expect(
      hunks.map(({ fromLine, toLine, lines }) => [
        fromLine,
        toLine,
        lines.length,
      ]),
    ).toEqual([
      [1, 1, 4],
      [12, 13, 8],
    ]);
  });

  it('joins changes whose surroundings meet', () => {
    const before = numbered(20);
    const apart = (distance: number) => {
      const after = [...before];
      after[5] = 'x';
      after[5 + distance] = 'y';
      return diffHunks(diffLines(before.join('\n'), after.join('\n'))).length;
    };
    expect([apart(7), apart(8)]).toEqual([1, 2]);
  });

  it('keeps every change, in order', () => {
    fc.assert(
      fc.property(someText, someText, (before, after) => {
        const lines = diffLines(before, after);
        const changed = lines.filter(({ kind }) => kind !== 'same');
        const shown = diffHunks(lines).flatMap((hunk) => hunk.lines);
        expect(shown.filter(({ kind }) => kind !== 'same')).toEqual(changed);
      }),
    );
  });
});
