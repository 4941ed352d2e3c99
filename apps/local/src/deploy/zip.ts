import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** With forward slashes. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable?: boolean;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_RECORD = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const UTF8_FLAG = 0x0800;
const DEFLATE = 8;
/** 1 January 1980, 00:00: the same files give the same bytes, and so the same hash. */
const DOS_DATE = 0x0021;
const UNIX = 3 << 8;
const REGULAR_FILE = 0o100644;
const EXECUTABLE_FILE = 0o100755;
const MAX_BYTES = 0xffffffff;

/**
 * Writes a zip file whose bytes depend on nothing but names and contents.
 * Format: PKWARE's APPNOTE.TXT, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end).
 */
export function createZip(entries: readonly ZipEntry[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of [...entries].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = Buffer.from(entry.path, 'utf8');
    const compressed = deflateRawSync(entry.content);
    const fields = commonFields(entry, name, compressed);
    const body = Buffer.concat([
      uint32(LOCAL_HEADER),
      uint16(VERSION),
      fields,
      uint16(0),
      name,
      compressed,
    ]);
    directory.push(centralEntry(entry, fields, name, offset));
    bodies.push(body);
    offset += body.length;
  }
  const central = Buffer.concat(directory);
  if (offset + central.length > MAX_BYTES || entries.length > 0xffff) {
    throw new RangeError(
      'a bundle of more than 4 GB or 65,535 files needs ZIP64',
    );
  }
  return Buffer.concat([
    ...bodies,
    central,
    endRecord(entries.length, central.length, offset),
  ]);
}

function commonFields(
  entry: ZipEntry,
  name: Buffer,
  compressed: Buffer,
): Buffer {
  return Buffer.concat([
    uint16(UTF8_FLAG),
    uint16(DEFLATE),
    uint16(0),
    uint16(DOS_DATE),
    uint32(crc32(entry.content)),
    uint32(compressed.length),
    uint32(entry.content.length),
    uint16(name.length),
  ]);
}

function centralEntry(
  entry: ZipEntry,
  fields: Buffer,
  name: Buffer,
  offset: number,
): Buffer {
  const mode = entry.isExecutable === true ? EXECUTABLE_FILE : REGULAR_FILE;
  return Buffer.concat([
    uint32(CENTRAL_HEADER),
    uint16(UNIX | VERSION),
    uint16(VERSION),
    fields,
    // Lengths of extra field and comment, disk number, internal attributes.
    Buffer.alloc(8),
    uint32(mode * 0x10000),
    uint32(offset),
    name,
  ]);
}

function endRecord(count: number, size: number, offset: number): Buffer {
  return Buffer.concat([
    uint32(END_RECORD),
    Buffer.alloc(4),
    uint16(count),
    uint16(count),
    uint32(size),
    uint32(offset),
    uint16(0),
  ]);
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
