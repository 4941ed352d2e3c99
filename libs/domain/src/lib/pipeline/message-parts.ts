export interface CodeBlock {
  /** The first word after the opening fence, in lower case; empty when there is none. */
  readonly info: string;
  readonly lines: readonly string[];
}

export interface MessageParts {
  /** What is left without code between fences or backticks and without addresses. */
  readonly prose: string;
  readonly fences: readonly CodeBlock[];
  readonly inline: readonly string[];
}

const OPENING = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;
const INLINE = /`([^`\n]+)`/g;
const ADDRESS = /\b(?:https?:\/\/|www\.)\S+/giu;

/** Takes a message apart, line by line: a fence that is never closed reaches to the end. */
export function messageParts(message: string): MessageParts {
  const prose: string[] = [];
  const fences: { info: string; lines: string[] }[] = [];
  let closing: string | undefined;
  for (const line of message.split(/\r\n?|\n/)) {
    if (closing !== undefined) {
      if (closes(line, closing)) closing = undefined;
      else fences.at(-1)?.lines.push(line);
      continue;
    }
    const [, marks, rest = ''] = OPENING.exec(line) ?? [];
    if (marks === undefined) prose.push(line);
    else {
      closing = marks;
      fences.push({ info: firstWord(rest), lines: [] });
    }
  }
  const text = prose.join('\n');
  return {
    prose: text.replace(INLINE, ' ').replace(ADDRESS, ' '),
    fences,
    inline: [...text.matchAll(INLINE)].map(([, code = '']) => code),
  };
}

function closes(line: string, opening: string): boolean {
  const marks = line.trim();
  return (
    marks.length >= opening.length &&
    marks === opening.charAt(0).repeat(marks.length)
  );
}

function firstWord(info: string): string {
  return (info.trim().split(/[\s{,:]/, 1)[0] ?? '').toLowerCase();
}
