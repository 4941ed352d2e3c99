export type InlineSpan =
  | {
      readonly kind: 'plain' | 'strong' | 'emphasis' | 'code';
      readonly text: string;
    }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

// Each alternative stays within its line: what is opened and never closed is looked for no further.
const MARKED =
  /(?<ticks>`+)(?<code>[^\n]*?[^`\n])\k<ticks>(?!`)|\*\*(?=\S)(?<strong>[^\n]*?\S)\*\*|\*(?=[^\s*])(?<emphasis>[^*\n]*?[^\s*])\*(?!\*)|\[(?<label>[^\]\n]+)\]\((?<url>https?:\/\/[^\s)]+)\)/gu;

/** Takes a line of Markdown apart: code, strong and emphasised words, links to the web. Everything else is plain text. */
export function inlineSpans(text: string): InlineSpan[] {
  const spans: InlineSpan[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > end)
      spans.push({ kind: 'plain', text: text.slice(end, match.index) });
    spans.push(spanOf(match.groups ?? {}));
    end = match.index + match[0].length;
  }
  if (end < text.length) spans.push({ kind: 'plain', text: text.slice(end) });
  return spans;
}

function spanOf({
  code,
  strong,
  emphasis,
  label = '',
  url = '',
}: Partial<Record<string, string>>): InlineSpan {
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', text: strong };
  if (emphasis !== undefined) return { kind: 'emphasis', text: emphasis };
  return { kind: 'link', text: label, url };
}
