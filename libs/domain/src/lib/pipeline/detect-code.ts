import type { CodeDetection } from './message-analysis';
import type { CodeBlock, MessageParts } from './message-parts';
import { languageOfLine, languageOfName } from './programming-languages';

/** An info string is what somebody typed; longer ones are no language. */
const MAX_NAME = 30;

/** Which code a message has: between fences, in backticks, and in lines of prose that look like code. */
export function detectCode({
  prose,
  fences,
  inline,
}: MessageParts): CodeDetection {
  const found = prose.split('\n').flatMap((line) => languageOfLine(line) ?? []);
  const fenced = fences.flatMap((block) => languageOfBlock(block) ?? []);
  const kinds: CodeDetection['kinds'] = [];
  if (fences.length > 0) kinds.push('FENCED');
  if (inline.length > 0) kinds.push('INLINE');
  if (found.length > 0) kinds.push('PATTERN');
  return {
    present: kinds.length > 0,
    kinds,
    languages: [...new Set([...fenced, ...found])],
    lines:
      found.length +
      fences.reduce((sum, { lines }) => sum + lines.filter(hasText).length, 0),
  };
}

function languageOfBlock({ info, lines }: CodeBlock): string | undefined {
  const named = languageOfName(info);
  if (named !== undefined && named.length <= MAX_NAME) return named;
  for (const line of lines) {
    const language = languageOfLine(line);
    if (language !== undefined) return language;
  }
  return undefined;
}

function hasText(line: string): boolean {
  return line.trim() !== '';
}
