import { z } from 'zod';

/** Text that a user brings and we keep. Half a surrogate pair is no character: tables and URLs refuse it, long after the request. */
export const textSchema = z
  .string()
  .refine(
    (text) => !/\p{Surrogate}/u.test(text),
    'must not contain half of a surrogate pair',
  );

/** At most `maxLength` UTF-16 units of the text, as `max()` of a schema counts them, without half of a character at the end. */
export function cutText(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '');
}
