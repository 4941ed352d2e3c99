import { characters } from './text';

export interface WrapOptions {
  readonly breaksLongWords: boolean;
  readonly breaksOnHyphens: boolean;
}

const LETTER = /[\p{L}_]/u;

/** Wraps one line as Python's `textwrap.wrap` does: whitespace around breaks is dropped, words stay whole if they fit. */
export function wrapLine(
  line: string,
  width: number,
  options: WrapOptions,
): string[] {
  const chunks = toChunks(line, options.breaksOnHyphens).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (isBlank(chunks.at(-1)) && lines.length > 0) chunks.pop();
    const current = takeLine(chunks, width, options.breaksLongWords);
    if (isBlank(current.at(-1))) current.pop();
    if (current.length > 0) lines.push(current.join(''));
  }
  return lines;
}

/** Moves what fits from the end of `chunks` (they are reversed) to a line. */
function takeLine(
  chunks: string[],
  width: number,
  breaksLongWords: boolean,
): string[] {
  const line: string[] = [];
  let length = 0;
  for (let chunk = chunks.at(-1); chunk !== undefined; chunk = chunks.at(-1)) {
    const size = characters(chunk).length;
    if (length + size <= width) {
      line.push(chunk);
      length += size;
      chunks.pop();
      continue;
    }
    if (size > width)
      breakLongWord(
        chunks,
        line,
        { room: width - length, width },
        breaksLongWords,
      );
    break;
  }
  return line;
}

function breakLongWord(
  chunks: string[],
  line: string[],
  { room, width }: { readonly room: number; readonly width: number },
  breaks: boolean,
): void {
  const word = chunks.pop() ?? '';
  if (breaks) {
    const all = characters(word);
    line.push(all.slice(0, room).join(''));
    const lastPiece =
      room + Math.floor((all.length - 1 - room) / width) * width;
    for (let start = lastPiece; start >= room; start -= width) {
      chunks.push(all.slice(start, start + width).join(''));
    }
  } else if (line.length === 0) {
    line.push(word);
  } else {
    chunks.push(word);
  }
}

function isBlank(chunk: string | undefined): boolean {
  return chunk !== undefined && chunk.trim() === '';
}

/** Runs of whitespace and words, words also split after a hyphen between letters. */
function toChunks(line: string, breaksOnHyphens: boolean): string[] {
  const chunks = line.match(/\s+|\S+/g) ?? [];
  return breaksOnHyphens ? chunks.flatMap(splitAtHyphens) : chunks;
}

function splitAtHyphens(word: string): string[] {
  if (!word.includes('-')) return [word];
  const pieces: string[] = [];
  let start = 0;
  for (
    let hyphen = word.indexOf('-');
    hyphen !== -1;
    hyphen = word.indexOf('-', hyphen + 1)
  ) {
    const before = word.slice(Math.max(start, hyphen - 2), hyphen);
    const after = word.slice(hyphen + 1, hyphen + 3);
    if (isTwoLetters(before) && isTwoLetters(after)) {
      pieces.push(word.slice(start, hyphen + 1));
      start = hyphen + 1;
    }
  }
  pieces.push(word.slice(start));
  return pieces;
}

function isTwoLetters(text: string): boolean {
  return (
    text.length === 2 &&
    LETTER.test(text.charAt(0)) &&
    LETTER.test(text.charAt(1))
  );
}
