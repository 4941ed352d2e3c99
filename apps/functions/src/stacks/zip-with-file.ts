import { crc32 } from 'node:zlib';
import { InvalidInput } from '@plot-palette/domain';

/** Signatures, sizes and offsets are those of PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
const LOCAL_HEADER = { signature: 0x04034b50, bytes: 30 };
const CENTRAL_HEADER = { signature: 0x02014b50, bytes: 46 };
const END_RECORD = { signature: 0x06054b50, bytes: 22 };
const MAX_COMMENT_BYTES = 0xffff;
const ZIP64_MARKER = 0xffffffff;
const VERSION_NEEDED = 20;
const UTF8_NAMES = 1 << 11;
/** 1 January 1980, the format's first day: the same input always gives the same archive. */
const DOS_DATE = (1 << 5) | 1;

interface CentralEntry {
  readonly name: string;
  readonly header: Buffer;
}

/**
 * The same archive with one more file, stored uncompressed; it replaces a file of that name.
 * @throws InvalidInput when the bytes are no zip archive, or one beyond 4 GiB
 */
export function zipWithFile(
  archive: Buffer,
  name: string,
  content: Buffer,
): Buffer {
  const { entries, directoryOffset } = readDirectory(archive);
  const nameBytes = Buffer.from(name);
  const fields = fileFields(nameBytes, content);
  const local = Buffer.alloc(LOCAL_HEADER.bytes);
  local.writeUInt32LE(LOCAL_HEADER.signature, 0);
  fields.copy(local, 4);

  const central = Buffer.alloc(CENTRAL_HEADER.bytes);
  central.writeUInt32LE(CENTRAL_HEADER.signature, 0);
  central.writeUInt16LE(VERSION_NEEDED, 4);
  fields.copy(central, 6);
  central.writeUInt32LE(directoryOffset, 42);

  const kept = entries.filter((entry) => entry.name !== name);
  const directory = Buffer.concat([
    ...kept.map(({ header }) => header),
    central,
    nameBytes,
  ]);
  const files = archive.subarray(0, directoryOffset);
  const offset =
    files.length + LOCAL_HEADER.bytes + nameBytes.length + content.length;
  return Buffer.concat([
    files,
    local,
    nameBytes,
    content,
    directory,
    endRecord(kept.length + 1, directory.length, offset),
  ]);
}

/** What a local and a central header have in common, from the version needed to the length of the extra field. */
function fileFields(name: Buffer, content: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION_NEEDED, 0);
  fields.writeUInt16LE(UTF8_NAMES, 2);
  fields.writeUInt16LE(DOS_DATE, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function endRecord(
  entryCount: number,
  directoryBytes: number,
  directoryOffset: number,
): Buffer {
  const record = Buffer.alloc(END_RECORD.bytes);
  record.writeUInt32LE(END_RECORD.signature, 0);
  record.writeUInt16LE(entryCount, 8);
  record.writeUInt16LE(entryCount, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryOffset, 16);
  return record;
}

function readDirectory(archive: Buffer): {
  entries: CentralEntry[];
  directoryOffset: number;
} {
  const end = findEndRecord(archive);
  const directoryOffset = archive.readUInt32LE(end + 16);
  if (directoryOffset === ZIP64_MARKER)
    throw new InvalidInput('The archive is in zip64 format, beyond 4 GiB.');
  const entries: CentralEntry[] = [];
  let offset = directoryOffset;
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const entry = readEntry(archive, offset, end);
    entries.push(entry);
    offset += entry.header.length;
  }
  return { entries, directoryOffset };
}

function readEntry(archive: Buffer, offset: number, end: number): CentralEntry {
  if (
    offset + CENTRAL_HEADER.bytes > end ||
    archive.readUInt32LE(offset) !== CENTRAL_HEADER.signature
  )
    throw new InvalidInput("The archive's directory is damaged.");
  const nameBytes = archive.readUInt16LE(offset + 28);
  const extraBytes = archive.readUInt16LE(offset + 30);
  const commentBytes = archive.readUInt16LE(offset + 32);
  const nameOffset = offset + CENTRAL_HEADER.bytes;
  return {
    name: archive.toString('utf8', nameOffset, nameOffset + nameBytes),
    header: archive.subarray(
      offset,
      nameOffset + nameBytes + extraBytes + commentBytes,
    ),
  };
}

/** From the end, because only a comment of unknown length may follow the record. */
function findEndRecord(archive: Buffer): number {
  const last = archive.length - END_RECORD.bytes;
  const first = Math.max(0, last - MAX_COMMENT_BYTES);
  for (let offset = last; offset >= first; offset -= 1)
    if (archive.readUInt32LE(offset) === END_RECORD.signature) return offset;
  throw new InvalidInput('This is no zip archive: it has no end record.');
}
