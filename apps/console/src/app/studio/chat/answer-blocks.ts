export interface ListItem {
  /** 0 for an item of the outermost list. */
  readonly depth: number;
  /** `•`, or the number as it was written. */
  readonly marker: string;
  readonly text: string;
}

export type AnswerBlock =
  | { readonly kind: 'text' | 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'code'; readonly text: string; readonly language: string };

const OPENING = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;
const HEADING = /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/;
const ITEM = /^(\s*)(?:([-*+•])|(\d{1,9}[.)]))\s+(.*)$/;
const SPACES_PER_DEPTH = 2;
const DEEPEST = 6;

/** Takes a Markdown text apart: code blocks, headings, lists, and what is between them. A code block that is not closed yet reaches to the end. */
export function answerBlocks(markdown: string): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  let fence: { readonly marks: string; readonly language: string } | undefined;
  let lines: string[] = [];
  const flush = (): void => {
    if (fence === undefined) blocks.push(...proseBlocks(lines));
    else
      blocks.push({
        kind: 'code',
        text: lines.join('\n'),
        language: fence.language,
      });
    lines = [];
  };
  for (const line of markdown.split(/\r\n?|\n/)) {
    const [, marks = '', info = ''] = OPENING.exec(line) ?? [];
    if (fence === undefined && marks !== '') {
      flush();
      fence = { marks, language: info.trim().split(/\s/, 1)[0] ?? '' };
    } else if (fence !== undefined && closes(line, fence.marks)) {
      flush();
      fence = undefined;
    } else lines.push(line);
  }
  flush();
  return blocks;
}

function closes(line: string, opening: string): boolean {
  const marks = line.trim();
  return (
    marks.length >= opening.length &&
    marks === opening.charAt(0).repeat(marks.length)
  );
}

/** Paragraphs end at empty lines, headings and lists. */
function proseBlocks(lines: readonly string[]): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  let text: string[] = [];
  let items: ListItem[] = [];
  const flush = (): void => {
    if (text.length > 0) blocks.push({ kind: 'text', text: text.join('\n') });
    if (items.length > 0) blocks.push({ kind: 'list', items });
    text = [];
    items = [];
  };
  for (const line of lines) {
    const item = itemOf(line);
    const heading = HEADING.exec(line)?.[1];
    const last = items.at(-1);
    if (item !== undefined) {
      if (text.length > 0) flush();
      items.push(item);
    } else if (heading !== undefined) {
      flush();
      blocks.push({ kind: 'heading', text: heading });
    } else if (line.trim() === '') {
      // Items may stand apart from each other, and still be of one list.
      if (text.length > 0) flush();
    } else if (last !== undefined && /^\s/.test(line)) {
      items[items.length - 1] = {
        ...last,
        text: `${last.text}\n${line.trim()}`,
      };
    } else {
      if (items.length > 0) flush();
      text.push(line);
    }
  }
  flush();
  return blocks;
}

function itemOf(line: string): ListItem | undefined {
  const found = ITEM.exec(line);
  if (found === null) return undefined;
  const [, indent = '', , number, text = ''] = found;
  const depth = Math.floor(indent.length / SPACES_PER_DEPTH);
  return { depth: Math.min(depth, DEEPEST), marker: number ?? '•', text };
}
