const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

const SAVE_AS_UTF8 = 'save it as UTF-8 and upload it again';

/** UTF-32 stands before UTF-16 because its little-endian mark begins with that of UTF-16. */
const FOREIGN: readonly (readonly [start: readonly number[], what: string])[] =
  [
    [[0xff, 0xfe, 0, 0], `the file is UTF-32; ${SAVE_AS_UTF8}.`],
    [[0, 0, 0xfe, 0xff], `the file is UTF-32; ${SAVE_AS_UTF8}.`],
    [[0xff, 0xfe], `the file is UTF-16; ${SAVE_AS_UTF8}.`],
    [[0xfe, 0xff], `the file is UTF-16; ${SAVE_AS_UTF8}.`],
    [[0x1f, 0x8b], 'the file is compressed with gzip; unpack it first.'],
    [
      [0x50, 0x4b, 0x03, 0x04],
      'the file is a ZIP archive or an Excel workbook; unpack it, or save the sheet as CSV (UTF-8).',
    ],
    [
      [0x50, 0x41, 0x52, 0x31],
      'the file is Parquet; convert it to JSONL or CSV.',
    ],
  ];

/** Says what a file is that can only be here by mistake; undefined for what may be text in UTF-8. */
export function foreignContent(start: Buffer): string | undefined {
  const known = FOREIGN.find(([bytes]) =>
    start.subarray(0, bytes.length).equals(Buffer.from(bytes)),
  );
  if (known !== undefined) return known[1];
  // Text holds no NUL; every second byte of western text in UTF-16 is one.
  return start.includes(0)
    ? `the file holds NUL bytes, so it is binary or UTF-16; ${SAVE_AS_UTF8}.`
    : undefined;
}

export function withoutByteOrderMark(start: Buffer): Buffer {
  return start.subarray(0, UTF8_BOM.length).equals(UTF8_BOM)
    ? start.subarray(UTF8_BOM.length)
    : start;
}
