/** "PPRX" in the order of the file's bytes. */
const MAGIC = 0x58525050;
const VERSION = 1;
const HEADER_BYTES = 24;
const ENTRY_BYTES = 12;

/** A block ends at whichever comes first, so that reading one row never costs much more than the row. */
const ROWS_PER_BLOCK = 64;
const BYTES_PER_BLOCK = 65_536;

/**
 * Writes `rows.index`, little-endian throughout: magic "PPRX" (u32), version (u32), rows (u32), blocks (u32), bytes of
 * `rows.jsonl` (u64); then per block its first row (u32) and that row's byte offset (u64). At most 1.2 MB for the
 * largest seed file, 190 kB for a million rows of 1 kB.
 */
export class RowsIndexWriter {
  private readonly entries: [firstRow: number, offset: number][] = [];
  private rows = 0;
  private bytes = 0;

  /** Takes the length in bytes of the next line, its line feed included. */
  add(lineBytes: number): void {
    const [firstRow, offset] = this.entries.at(-1) ?? [-ROWS_PER_BLOCK, 0];
    const full =
      this.rows - firstRow >= ROWS_PER_BLOCK ||
      this.bytes - offset >= BYTES_PER_BLOCK;
    if (full) this.entries.push([this.rows, this.bytes]);
    this.rows += 1;
    this.bytes += lineBytes;
  }

  finish(): Buffer {
    const buffer = Buffer.alloc(
      HEADER_BYTES + this.entries.length * ENTRY_BYTES,
    );
    buffer.writeUInt32LE(MAGIC, 0);
    buffer.writeUInt32LE(VERSION, 4);
    buffer.writeUInt32LE(this.rows, 8);
    buffer.writeUInt32LE(this.entries.length, 12);
    buffer.writeBigUInt64LE(BigInt(this.bytes), 16);
    this.entries.forEach(([firstRow, offset], block) => {
      const at = HEADER_BYTES + block * ENTRY_BYTES;
      buffer.writeUInt32LE(firstRow, at);
      buffer.writeBigUInt64LE(BigInt(offset), at + 4);
    });
    return buffer;
  }
}

/** Finds the block of a row. Throws when the buffer is not a whole index: then the stored seed is damaged. */
export class RowsIndex {
  readonly rows: number;
  readonly bytes: number;
  private readonly blocks: number;

  constructor(private readonly buffer: Buffer) {
    if (
      buffer.length < HEADER_BYTES ||
      buffer.readUInt32LE(0) !== MAGIC ||
      buffer.readUInt32LE(4) !== VERSION
    )
      throw new Error('This is not a row index of version 1.');
    this.rows = buffer.readUInt32LE(8);
    this.blocks = buffer.readUInt32LE(12);
    this.bytes = Number(buffer.readBigUInt64LE(16));
    if (buffer.length !== HEADER_BYTES + this.blocks * ENTRY_BYTES)
      throw new Error(
        `The row index should have ${this.blocks} entries, but has ${buffer.length} bytes.`,
      );
  }

  /** The number of the block that a row is in. */
  blockOf(row: number): number {
    let low = 0;
    let high = this.blocks - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.firstRow(middle) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  firstRow(block: number): number {
    return this.buffer.readUInt32LE(HEADER_BYTES + block * ENTRY_BYTES);
  }

  /** The bytes `from ≤ byte < to` of a block in `rows.jsonl`. */
  range(block: number): { from: number; to: number } {
    return {
      from: this.offset(block),
      to: block + 1 < this.blocks ? this.offset(block + 1) : this.bytes,
    };
  }

  /** The same rows in blocks of at least so many bytes, but for the last one. */
  inBlocksOf(bytes: number): RowsIndex {
    const starts: Buffer[] = [];
    let from = -Infinity;
    for (let block = 0; block < this.blocks; block += 1) {
      const offset = this.offset(block);
      if (offset - from < bytes) continue;
      from = offset;
      const at = HEADER_BYTES + block * ENTRY_BYTES;
      starts.push(this.buffer.subarray(at, at + ENTRY_BYTES));
    }
    const header = Buffer.from(this.buffer.subarray(0, HEADER_BYTES));
    header.writeUInt32LE(starts.length, 12);
    return new RowsIndex(Buffer.concat([header, ...starts]));
  }

  private offset(block: number): number {
    const at = HEADER_BYTES + block * ENTRY_BYTES + 4;
    return Number(this.buffer.readBigUInt64LE(at));
  }
}
