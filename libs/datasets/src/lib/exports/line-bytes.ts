const LINE_FEED = 0x0a;
const MAX_BYTES_PER_UNIT = 3;

/**
 * Collects lines as UTF-8. Each is written to bytes at once: joining texts first would copy every byte of an export
 * several times, and through the garbage collector.
 */
export class LineBytes {
  /** Of all lines so far, with their line feeds. */
  total = 0;
  private chunk: Buffer | undefined;
  private length = 0;

  /** @param size of a chunk in bytes, unless a single line is longer. */
  constructor(private readonly size: number) {}

  /** Adds a text and a line feed. @returns a chunk that is full, from time to time. */
  append(text: string): Buffer | undefined {
    const most = text.length * MAX_BYTES_PER_UNIT + 1;
    const isFull =
      this.chunk !== undefined && this.length + most > this.chunk.length;
    const full = isFull ? this.take() : undefined;
    this.chunk ??= Buffer.allocUnsafeSlow(Math.max(this.size, most));
    const written = this.chunk.write(text, this.length);
    this.chunk[this.length + written] = LINE_FEED;
    this.length += written + 1;
    this.total += written + 1;
    return full;
  }

  /** What is left, maybe nothing. It is the taker's from then on. */
  take(): Buffer {
    const taken = this.chunk?.subarray(0, this.length) ?? Buffer.alloc(0);
    this.chunk = undefined;
    this.length = 0;
    return taken;
  }
}
