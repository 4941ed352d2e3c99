import { AlmostJson } from './almost-json';

/** Longer answers are taken as they are or not at all. */
const MAX_CHARACTERS = 1_048_576;
/** More values than this in one text are no answer. */
const MAX_VALUES = 16;

const OPENING = /[{[]/g;
/** What follows a part of a larger value whose beginning was lost. */
const GOES_ON = /[\s\uFEFF]*[,:}\]]/y;

/**
 * Finds the JSON values that a text was meant to be or to hold, and gives each as strict JSON: prose and code fences
 * around them, comments, trailing commas, other quotes, Python's literals, raw line breaks in strings and missing
 * closing brackets are mended. Nothing that could change what a value says is guessed: where a value is broken in any
 * other way there is none. The work grows with the length of the text alone, and nothing is thrown.
 */
export function repairJson(text: string): string[] {
  if (text.length > MAX_CHARACTERS) return [];
  const scalar = wholeScalar(text);
  if (scalar !== undefined) return [scalar];
  const found: string[] = [];
  for (let at = nextOpening(text, 0); at >= 0;) {
    const value = new AlmostJson(text, at).read();
    if (value.kind === 'BROKEN') {
      if (value.isData) return [];
    } else if (goesOn(text, value.end)) return [];
    else found.push(value.json);
    if (found.length > MAX_VALUES) return [];
    at = nextOpening(text, value.end);
  }
  return found;
}

/** Of an answer that is one text, number or literal: there is nothing to find it by in prose. */
function wholeScalar(text: string): string | undefined {
  const inner = /^\s*```(?:json)?\s*\n/i.test(text)
    ? text
        .trim()
        .replace(/^[^\n]*\n/, '')
        .replace(/```$/, '')
    : text;
  const start = inner.search(/[^\s\uFEFF]/);
  if (start < 0 || '{['.includes(inner.charAt(start))) return undefined;
  const value = new AlmostJson(inner, start).read();
  return value.kind === 'VALUE' && inner.slice(value.end).trim() === ''
    ? value.json
    : undefined;
}

function nextOpening(text: string, from: number): number {
  OPENING.lastIndex = from;
  return OPENING.exec(text)?.index ?? -1;
}

function goesOn(text: string, end: number): boolean {
  GOES_ON.lastIndex = end;
  return GOES_ON.test(text);
}
