import {
  countIndexes,
  rangesOf,
  storageKeys,
  type BatchEntry,
  type ManifestEntry,
} from '@plot-palette/domain';
import { nextManifest } from './manifest-merge';
import { looseBatches } from './manifest-entries';
import { aUsage } from './record.fixture';
import { foldSegments, type WrittenSegment } from './segment-fold';
import { planSegments, SEGMENT_BATCHES, SEGMENT_BYTES } from './segment-plan';

const JOB = '7f1f3f6c-0b0e-4a53-9a35-8c8a2f6f6a10';
const NOW = '2026-01-01T00:00:00.000Z';
const RECORDS = 1_000_000;
const INTERVAL = 50;
const WINDOW = 256;
const RECORD_BYTES = 1_500;

/** Indexes in the order in which a window of calls ends: each somewhere among the next `WINDOW`. */
function* finished(): Generator<number> {
  const window: number[] = [];
  let state = 1;
  for (let index = 0; index < RECORDS; index += 1) {
    window.push(index);
    if (window.length < WINDOW) continue;
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const place = state % window.length;
    yield window[place] ?? 0;
    window[place] = window.at(-1) ?? 0;
    window.pop();
  }
  yield* window;
}

function batchOf(seq: number, indexes: readonly number[]): BatchEntry {
  return {
    key: storageKeys.batch(JOB, 0, 1, seq),
    fence: 1,
    seq,
    writtenAt: NOW,
    bytes: INTERVAL * RECORD_BYTES,
    accepted: rangesOf(indexes),
    rejected: [],
    attempts: indexes.length,
    usage: { llama: aUsage({ calls: indexes.length, costNanoUsd: 5_000 }) },
    resentNanoUsd: 0,
  };
}

function compacted(entries: readonly ManifestEntry[]): ManifestEntry[] {
  const limits = { batches: SEGMENT_BATCHES, bytes: SEGMENT_BYTES };
  const segments = planSegments(entries, limits).map(
    (batches): WrittenSegment => {
      const first = batches[0]?.seq ?? 0;
      const place = { fence: 1, first, last: first + batches.length - 1 };
      return { ...place, key: storageKeys.segment(JOB, 0, 1, place) };
    },
  );
  return foldSegments(entries, segments);
}

describe(foldSegments.name, () => {
  it('keeps the manifest of a million records small, and each commit as cheap as the first ones', () => {
    let entries: ManifestEntry[] = [];
    let pending: number[] = [];
    let seq = 0;
    let mostEntries = 0;
    let mostBytes = 0;
    const write = () =>
      nextManifest(
        { jobId: JOB, shard: 0, fence: 1 },
        {
          batches: entries,
          holders: [],
          frontier: 0,
          resentRecords: 0,
          resent: [],
        },
        seq,
        NOW,
      );
    for (const index of finished()) {
      pending.push(index);
      if (pending.length < INTERVAL) continue;
      entries = [...entries, batchOf(seq, pending)];
      pending = [];
      seq += 1;
      if (looseBatches(entries).length < SEGMENT_BATCHES) continue;
      mostEntries = Math.max(mostEntries, entries.length);
      mostBytes = Math.max(mostBytes, JSON.stringify(write()).length);
      entries = compacted(entries);
    }
    expect(seq).toBe(RECORDS / INTERVAL);
    expect(mostEntries).toBeLessThanOrEqual(SEGMENT_BATCHES + 1);
    expect(mostBytes).toBeLessThan(200_000);
    const { batches, totals } = write();
    expect(batches).toHaveLength(1);
    expect(JSON.stringify(batches).length).toBeLessThan(50_000);
    expect(batches[0]?.accepted).toEqual([[0, RECORDS]]);
    expect(totals).toMatchObject({
      accepted: RECORDS,
      calls: RECORDS,
      modelNanoUsd: 5_000 * seq,
    });
  });

  it('says what the batches say now, not what they said when the segment was written', () => {
    const segment = { key: 'segment', fence: 1, first: 0, last: 1 };
    const entries = [batchOf(0, [0, 1]), batchOf(1, [2])];
    const [first, second] = entries;
    if (first === undefined || second === undefined) return;
    const [run] = foldSegments(
      [{ ...first, accepted: [[0, 1]] }, second],
      [segment],
    );
    expect(run?.accepted).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(countIndexes(run?.accepted ?? [])).toBe(2);
    expect(run?.attempts).toBe(3);
  });

  it('leaves out a segment whose batches are not all there one by one', () => {
    const entries = [batchOf(0, [0]), batchOf(2, [2])];
    const segment = { key: 'segment', fence: 1, first: 0, last: 1 };
    expect(foldSegments(entries, [segment])).toEqual(entries);
    const once = foldSegments([batchOf(0, [0]), batchOf(1, [1])], [segment]);
    expect(foldSegments(once, [segment])).toEqual(once);
  });
});
