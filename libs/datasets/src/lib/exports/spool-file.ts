import { open, type FileHandle } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { lines } from '../lines';
import type { DatasetRow } from './dataset-row';
import { LineBytes } from './line-bytes';

/** Lines are collected to writes of this size; there may be a hundred files. */
const WRITE_BYTES = 131_072;
const READ_BYTES = 262_144;

/** Rows in a local file. */
export interface Spool {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly longestLineBytes: number;
}

/** A spool that is being written. */
export class SpoolFile implements Spool {
  rows = 0;
  longestLineBytes = 0;
  private readonly lines = new LineBytes(WRITE_BYTES);

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
  ) {}

  static async create(path: string): Promise<SpoolFile> {
    return new SpoolFile(path, await open(path, 'wx'));
  }

  get bytes(): number {
    return this.lines.total;
  }

  /** `line` has no line feed. Undefined while there is nothing to wait for. */
  append(line: string): Promise<void> | undefined {
    const before = this.lines.total;
    const full = this.lines.append(line);
    this.rows += 1;
    this.longestLineBytes = Math.max(
      this.longestLineBytes,
      this.lines.total - before,
    );
    return full && this.file.writeFile(full);
  }

  async flush(): Promise<void> {
    await this.file.writeFile(this.lines.take());
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

export function readSpoolBytes({ path }: Spool): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: READ_BYTES });
}

export async function* readSpool(spool: Spool): AsyncGenerator<DatasetRow> {
  for await (const line of lines(readSpoolBytes(spool)))
    yield JSON.parse(line.toString('utf8')) as DatasetRow;
}
