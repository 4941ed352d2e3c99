/** What Markdown, its HTML and its automatic links may take for more than text. */
const MARKUP = /[\\`*_{}[\]<>()#+!|~&$@:/.=^"-]/g;
const SPACES = /[\p{Z}\p{C}]+/gu;

/** A foreign text as one line that reads the same in rendered Markdown, tables included. */
export function markdownText(text: string): string {
  return text
    .replace(SPACES, ' ')
    .trim()
    .replace(MARKUP, String.raw`\$&`);
}

/** A table; the cells are Markdown already. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  return [header, header.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
}
