import type {
  DatasetRecord,
  JsonObject,
  RecordList,
} from '@plot-palette/domain';

export type ShownRecord = RecordList['items'][number];

/** A Lambda function may answer 6 MB; this leaves room for what is around the records. */
export const MAX_ANSWER_BYTES = 4_000_000;

/** What a record takes of an answer: the function hands its body on as text inside JSON, which escapes every quote again. */
export function answerBytes(item: ShownRecord): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(item)));
}

/** The record with its seed row, or without that and its prompts when even it alone would be too much. */
export function shownRecord(
  record: DatasetRecord,
  seed: JsonObject | undefined,
): ShownRecord {
  const item = { record, ...(seed === undefined ? {} : { seed }) };
  if (answerBytes(item) <= MAX_ANSWER_BYTES) return item;
  return {
    record: record.status === 'accepted' ? { ...record, prompts: {} } : record,
    shortened: true,
  };
}
