/** Least recently used first out, bounded in bytes. Whoever asks for a block that is on its way waits for the same fetch. */
export class BlockCache {
  private readonly blocks = new Map<number, Buffer>();
  private readonly pending = new Map<number, Promise<Buffer>>();
  private bytes = 0;

  constructor(
    private readonly maximumBytes: number,
    private readonly fetchBlock: (block: number) => Promise<Buffer>,
  ) {}

  async get(block: number): Promise<Buffer> {
    const cached = this.blocks.get(block);
    if (cached !== undefined) {
      this.blocks.delete(block);
      this.blocks.set(block, cached);
      return cached;
    }
    const running = this.pending.get(block);
    if (running !== undefined) return running;
    const fetched = this.fetchBlock(block)
      .then((buffer) => this.keep(block, buffer))
      .finally(() => this.pending.delete(block));
    this.pending.set(block, fetched);
    return fetched;
  }

  clear(): void {
    this.blocks.clear();
    this.bytes = 0;
  }

  private keep(block: number, buffer: Buffer): Buffer {
    this.blocks.set(block, buffer);
    this.bytes += buffer.length;
    for (const [oldest, { length }] of this.blocks) {
      if (this.bytes <= this.maximumBytes) break;
      this.blocks.delete(oldest);
      this.bytes -= length;
    }
    return buffer;
  }
}
