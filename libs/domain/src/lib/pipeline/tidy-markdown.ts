const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^(#{1,3})\s+(\S.*)$/;
/** An outline of fewer headings than this says nothing. */
const MIN_HEADINGS = 3;

interface Line {
  readonly text: string;
  readonly isCode: boolean;
}

/** Without blank space around it, without runs of empty lines outside code, and with its last fence closed. */
export function tidyMarkdown(markdown: string): string {
  const { lines, openFence } = linesOf(markdown.trim());
  const kept = lines.filter(
    ({ text, isCode }, index) =>
      isCode || text.trim() !== '' || lines[index - 1]?.text.trim() !== '',
  );
  return [
    ...kept.map(({ text }) => text),
    ...(openFence === undefined ? [] : [openFence]),
  ].join('\n');
}

/** The headings as a list, as one block; nothing when they are too few. */
export function outlineOf(markdown: string): string[] {
  const headings = linesOf(markdown)
    .lines.filter(({ isCode }) => !isCode)
    .flatMap(({ text }) => {
      const [, marks = '', title] = HEADING.exec(text) ?? [];
      return title === undefined
        ? []
        : [`${'  '.repeat(marks.length - 1)}- ${title}`];
    });
  return headings.length < MIN_HEADINGS ? [] : [headings.join('\n')];
}

function linesOf(markdown: string): {
  lines: Line[];
  openFence: string | undefined;
} {
  let openFence: string | undefined;
  const lines = markdown.split('\n').map((text) => {
    const marks = FENCE.exec(text)?.[1];
    const isCode = openFence !== undefined;
    if (openFence === undefined) openFence = marks;
    else if (marks?.startsWith(openFence) && text.trim() === marks)
      openFence = undefined;
    return { text, isCode };
  });
  return { lines, openFence };
}
