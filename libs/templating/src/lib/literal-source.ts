/**
 * What begins a tag, an expression or a comment, and the line ends that the language changes: all but a "\n" that is not
 * the last character. A brace before one of these is taken along, because it would begin something with what replaces it.
 */
const CHANGED = /\{[{%#\r]|\r|\{?\n$/g;

/** Template source that renders to exactly this text, whatever it has of the language's own signs. */
export function literalSource(text: string): string {
  return text.replace(CHANGED, (part) => {
    const quoted = part.replace('\r', '\\r').replace('\n', '\\n');
    return `{{ '${quoted}' }}`;
  });
}
