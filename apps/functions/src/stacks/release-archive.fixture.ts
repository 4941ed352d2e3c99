import { inflateRawSync } from 'node:zlib';

/** Written by Python's zipfile: a deflated index.html, a stale config.json, and a comment at the end. */
export const releaseArchive = Buffer.from(
  'UEsDBBQAAAAIAIJLdV0VO3UKEwAAAEYAAAAKAAAAaW5kZXguaHRtbLMpsEvOzyvOz0m10S+wsyGTBwBQSwMEFAAAAAgAgkt1XTvUO/IQAAAADgAAAAsAAABjb25maWcuanNvbqtWKi5JzElVsiopKk2tBQBQSwECFAMUAAAACACCS3VdFTt1ChMAAABGAAAACgAAAAAAAAAAAAAAgAEAAAAAaW5kZXguaHRtbFBLAQIUAxQAAAAIAIJLdV071DvyEAAAAA4AAAALAAAAAAAAAAAAAACAATsAAABjb25maWcuanNvblBLBQYAAAAAAgACAHEAAAB0AAAACQByZWxlYXNlIDE=',
  'base64',
);

/** Names and contents as the central directory lists them. */
export function readArchive(archive: Buffer): [string, string][] {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files: [string, string][] = [];
  let offset = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const isDeflated = archive.readUInt16LE(offset + 10) === 8;
    const packedBytes = archive.readUInt32LE(offset + 20);
    const nameBytes = archive.readUInt16LE(offset + 28);
    const local = archive.readUInt32LE(offset + 42);
    const start =
      local +
      30 +
      archive.readUInt16LE(local + 26) +
      archive.readUInt16LE(local + 28);
    const packed = archive.subarray(start, start + packedBytes);
    files.push([
      archive.toString('utf8', offset + 46, offset + 46 + nameBytes),
      (isDeflated ? inflateRawSync(packed) : packed).toString('utf8'),
    ]);
    offset +=
      46 +
      nameBytes +
      archive.readUInt16LE(offset + 30) +
      archive.readUInt16LE(offset + 32);
  }
  return files;
}
