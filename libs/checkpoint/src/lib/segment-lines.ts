import {
  countIndexes,
  includesIndex,
  NotFound,
  type BatchEntry,
  type DatasetRecord,
} from '@plot-palette/domain';
import type { CheckpointObjects } from './checkpoint-objects';

const LINE_FEED = 0x0a;
/** Batches that are read at a time. */
const AHEAD = 4;

/**
 * The lines of these batches that count, in their order. A line that another batch has beaten is left out: what beat it
 * stays in the manifest, so it cannot count again.
 * @throws NotFound when a batch is gone; the signal's reason when it is aborted.
 */
export async function segmentLines(
  objects: Pick<CheckpointObjects, 'get'>,
  batches: readonly BatchEntry[],
  signal: AbortSignal,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let start = 0; start < batches.length; start += AHEAD) {
    signal.throwIfAborted();
    const some = batches.slice(start, start + AHEAD);
    parts.push(
      ...(await Promise.all(some.map((batch) => linesOf(objects, batch)))),
    );
  }
  return Buffer.concat(parts);
}

async function linesOf(
  objects: Pick<CheckpointObjects, 'get'>,
  batch: BatchEntry,
): Promise<Buffer> {
  const stored = await objects.get(batch.key);
  if (stored === undefined)
    throw new NotFound(`There is no object ${batch.key}.`);
  const lines = cut(stored.body);
  const counted = countIndexes(batch.accepted) + countIndexes(batch.rejected);
  return counted === lines.length
    ? stored.body
    : Buffer.concat(lines.filter((line) => counts(line, batch)));
}

/** Each with its line end. */
function cut(body: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < body.byteLength;) {
    const feed = body.indexOf(LINE_FEED, start);
    const end = feed < 0 ? body.byteLength : feed + 1;
    lines.push(body.subarray(start, end));
    start = end;
  }
  return lines;
}

function counts(line: Buffer, batch: BatchEntry): boolean {
  const { status, index } = JSON.parse(line.toString('utf8')) as DatasetRecord;
  return includesIndex(batch[status], index);
}
