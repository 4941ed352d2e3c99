const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ["'", '&#39;'],
  ['"', '&#34;'],
]);

/** Replaces the characters that mean something in HTML. */
export function escapeMarkup(text: string): string {
  return text.replace(
    /[&<>'"]/g,
    (character) => ENTITIES.get(character) ?? character,
  );
}

/** Drops comments and tags, joins the words by single spaces, and decodes entities. */
export function stripTags(text: string): string {
  return decodeEntities(
    removeTags(removeDelimited(text, '<!--', '-->'))
      .split(/\s+/)
      .filter(Boolean)
      .join(' '),
  );
}

function removeTags(text: string): string {
  return removeDelimited(text, '<', '>');
}

function removeDelimited(
  text: string,
  opening: string,
  closing: string,
): string {
  let result = '';
  let position = 0;
  for (
    let start = text.indexOf(opening);
    start !== -1;
    start = text.indexOf(opening, position)
  ) {
    const end = text.indexOf(closing, start + opening.length);
    if (end === -1) break;
    result += text.slice(position, start);
    position = end + closing.length;
  }
  return result + text.slice(position);
}

const NAMED_ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-z]{2,4}));/g,
    (entity: string, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED_ENTITIES.get(name) ?? entity;
      const codePoint = Number.parseInt(
        decimal ?? hex ?? '',
        decimal === undefined ? 16 : 10,
      );
      return codePoint > 0 && codePoint <= 0x10ffff
        ? String.fromCodePoint(codePoint)
        : entity;
    },
  );
}
