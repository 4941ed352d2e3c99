import type { Runtime } from './runtime';
import { characterCount, firstCharacters, hasSurrogates } from './text';

/** Non-overlapping occurrences; the empty text occurs around every character. */
export function countOccurrences(text: string, wanted: string): number {
  if (wanted === '') return characterCount(text) + 1;
  let count = 0;
  for (
    let index = text.indexOf(wanted);
    index !== -1;
    index = text.indexOf(wanted, index + wanted.length)
  ) {
    count += 1;
  }
  return count;
}

/** Python's `str.replace`, whose result is paid for before it is made. A negative `limit` replaces all. */
export function replaceText(
  runtime: Runtime,
  text: string,
  wanted: string,
  replacement: string,
  limit: number,
): string {
  runtime.chargeSearch(text, wanted);
  const occurrences = countOccurrences(text, wanted);
  const count = limit < 0 ? occurrences : Math.min(limit, occurrences);
  runtime.reserveText(
    text.length + count * Math.max(0, replacement.length - wanted.length),
  );
  if (count === 0) return text;
  if (wanted === '') return interleave(text, replacement, count);
  if (count === occurrences) return text.split(wanted).join(replacement);
  const pieces = splitAt(text, wanted, count);
  return pieces.join(replacement);
}

function interleave(text: string, replacement: string, count: number): string {
  let result = '';
  let done = 0;
  for (const character of text) {
    if (done < count) result += replacement;
    done += 1;
    result += character;
  }
  return done < count ? result + replacement : result;
}

/** Splits at the first `limit` separators; a negative limit means all. */
export function splitAt(
  text: string,
  separator: string,
  limit: number,
): string[] {
  if (limit < 0) return text.split(separator);
  const pieces: string[] = [];
  let start = 0;
  while (pieces.length < limit) {
    const index = text.indexOf(separator, start);
    if (index === -1) break;
    pieces.push(text.slice(start, index));
    start = index + separator.length;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** As `splitAt`, from the end. */
export function splitAtLast(
  text: string,
  separator: string,
  limit: number,
): string[] {
  if (limit < 0) return text.split(separator);
  const pieces: string[] = [];
  let end = text.length;
  while (pieces.length < limit && end >= separator.length) {
    const index = text.lastIndexOf(separator, end - separator.length);
    if (index === -1) break;
    pieces.push(text.slice(index + separator.length, end));
    end = index;
  }
  pieces.push(text.slice(0, end));
  return pieces.reverse();
}

/** Python's `str.split()` without a separator: words between runs of whitespace. */
export function splitWords(text: string, limit = -1): string[] {
  const trimmed = text.trimStart();
  if (limit < 0) return trimmed.match(/\S+/g) ?? [];
  const words: string[] = [];
  const word = /\S+/g;
  for (
    let match = word.exec(trimmed);
    match !== null;
    match = word.exec(trimmed)
  ) {
    if (words.length === limit) {
      words.push(trimmed.slice(match.index));
      return words;
    }
    words.push(match[0]);
  }
  return words;
}

/** Removes the given characters (whitespace by default) from the chosen ends. */
export function strip(
  text: string,
  characters: string | undefined,
  ends: 'both' | 'start' | 'end',
): string {
  if (characters === undefined) {
    if (ends === 'both') return text.trim();
    return ends === 'start' ? text.trimStart() : text.trimEnd();
  }
  const unwanted = new Set(characters);
  const all = Array.from(text);
  let [start, end] = [0, all.length];
  if (ends !== 'end')
    while (start < end && unwanted.has(all[start] ?? '')) start += 1;
  if (ends !== 'start')
    while (end > start && unwanted.has(all[end - 1] ?? '')) end -= 1;
  return all.slice(start, end).join('');
}

/** Where in the text, counted in characters, the wanted text is; -1 if nowhere. */
export function findText(
  text: string,
  wanted: string,
  fromEnd: boolean,
): number {
  const index = fromEnd ? text.lastIndexOf(wanted) : text.indexOf(wanted);
  return index > 0 && hasSurrogates(text)
    ? characterCount(text.slice(0, index))
    : index;
}

/** Pads to a width in characters; `align` says where the text goes. */
export function pad(
  runtime: Runtime,
  text: string,
  width: number,
  align: 'left' | 'right' | 'center',
  filler = ' ',
): string {
  const missing = width - characterCount(text);
  if (missing <= 0) return text;
  runtime.reserveText(text.length + missing);
  if (align === 'left') return text + filler.repeat(missing);
  if (align === 'right') return filler.repeat(missing) + text;
  // Python puts the odd one on the left only if the width is odd.
  const left =
    Math.floor(missing / 2) + (missing % 2 === 1 && width % 2 === 1 ? 1 : 0);
  return filler.repeat(left) + text + filler.repeat(missing - left);
}

/** `capitalize`: the first character upper, the others lower. */
export function capitalize(text: string): string {
  const first = firstCharacters(text, 1);
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
}
