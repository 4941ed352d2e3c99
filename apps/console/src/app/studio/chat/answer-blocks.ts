export type AnswerBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string; readonly language: string };

const OPENING = /^ {0,3}(`{3,}|~{3,})([^`]*)$/;

/** Takes the code blocks of a Markdown text apart from what is around them. One that is not closed yet reaches to the end. */
export function answerBlocks(markdown: string): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  let fence: { readonly marks: string; readonly language: string } | undefined;
  let lines: string[] = [];
  const flush = (): void => {
    const text = lines.join('\n');
    lines = [];
    if (fence !== undefined)
      blocks.push({ kind: 'code', text, language: fence.language });
    else if (text.trim() !== '')
      blocks.push({ kind: 'text', text: text.replace(/^\n+|\n+$/g, '') });
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
