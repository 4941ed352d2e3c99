import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** DynamoDB takes 400 KB an item, names and values together. */
export const MAX_ITEM_BYTES = 400 * 1_024;

/** A number takes a byte for two digits and one more; at 38 digits and an exponent it is never larger. */
const NUMBER_BYTES = 21;
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

/** The size of an item as DynamoDB reckons it, with every number at its largest (AWS: "DynamoDB item sizes and formats"). */
export function itemBytes(
  item: Readonly<Record<string, AttributeValue>>,
): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes({ S, N, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return NUMBER_BYTES;
  if (L !== undefined)
    return L.reduce(
      (sum, element) => sum + ELEMENT_BYTES + valueBytes(element),
      CONTAINER_BYTES,
    );
  if (M !== undefined)
    return (
      CONTAINER_BYTES + ELEMENT_BYTES * Object.keys(M).length + itemBytes(M)
    );
  return 1;
}
