/** The system prompt that the contents of cards make in their order; empty when they say nothing. */
export function joinCards(contents: readonly string[]): string {
  return contents.filter((content) => content.trim() !== '').join('\n\n');
}
