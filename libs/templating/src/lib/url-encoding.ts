import { dictEntries } from './dicts';
import { iterate } from './iteration';
import { textOf } from './native-function';
import type { Runtime } from './runtime';
import { isDict, isList, Tuple, type Value } from './values';

const LONE_SURROGATE = /\p{Cs}/gu;

/** A text with its special characters percent-encoded, or a query string made of pairs. */
export function urlEncode(runtime: Runtime, self: Value): Value {
  const isPairs = isDict(self) || isList(self) || self instanceof Tuple;
  const encoded = isPairs
    ? encodeQuery(runtime, self)
    : encode(textOf(runtime, self)).replaceAll('%2F', '/');
  runtime.reserveText(encoded.length);
  return encoded;
}

function encodeQuery(runtime: Runtime, self: Value): string {
  const pairs = isDict(self)
    ? dictEntries(self)
    : iterate(runtime, self).map((pair) => iterate(runtime, pair));
  let query = '';
  for (const [key = '', value = ''] of pairs) {
    const separator = query === '' ? '' : '&';
    query += `${separator}${encodeQueryPart(runtime, key)}=${encodeQueryPart(runtime, value)}`;
    runtime.reserveText(query.length);
  }
  return query;
}

function encodeQueryPart(runtime: Runtime, value: Value): string {
  return encode(textOf(runtime, value)).replaceAll('%20', '+');
}

/** Percent-encodes as Python does: also `!'()*`, which `encodeURIComponent` leaves. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(LONE_SURROGATE, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
