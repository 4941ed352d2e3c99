import { Injectable } from '@nestjs/common';
import type { JsonObject } from '@plot-palette/domain';
import { ObjectStore } from '@plot-palette/stores';

const SAMPLE_ROWS = 20;
const SAMPLE_BYTES = 512 * 1_024;
/** Rows may be long; one of this size must still be found whole. */
const LONGEST_ROW_BYTES = 8 * 1_024 * 1_024;

/** The first rows of a normalised seed file: enough to judge sizes by. */
@Injectable()
export class SampleRows {
  constructor(private readonly objects: ObjectStore) {}

  async read(rowsKey: string): Promise<JsonObject[]> {
    const rows = await this.readWithin(rowsKey, SAMPLE_BYTES);
    return rows.length > 0 ? rows : this.readWithin(rowsKey, LONGEST_ROW_BYTES);
  }

  private async readWithin(
    rowsKey: string,
    bytes: number,
  ): Promise<JsonObject[]> {
    const chunks: Uint8Array[] = [];
    const stream: AsyncIterable<Uint8Array> = await this.objects.stream(
      rowsKey,
      { from: 0, to: bytes },
    );
    for await (const chunk of stream) chunks.push(chunk);
    const lines = Buffer.concat(chunks).toString('utf8').split('\n');
    // What follows the last line feed is nothing or a part of a row.
    lines.pop();
    return lines
      .slice(0, SAMPLE_ROWS)
      .map((line) => JSON.parse(line) as JsonObject);
  }
}
