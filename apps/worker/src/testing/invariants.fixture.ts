import { objectKeysOf, totalsOf } from '@plot-palette/checkpoint';
import {
  addTotals,
  EMPTY_TOTALS,
  type AcceptedRecord,
  type NanoUsd,
  type RejectedRecord,
} from '@plot-palette/domain';
import type { Play } from './play.fixture';
import { BAD_TEXT } from './weather.fixture';

export type Prompts = readonly Pick<
  AcceptedRecord,
  'index' | 'seedRow' | 'prompts'
>[];

/** What an export would hold now. */
export interface Exported {
  readonly accepted: readonly AcceptedRecord[];
  readonly rejected: readonly RejectedRecord[];
}

/** Everything decided is exported once, and a death costs at most what was in flight and two intervals. */
export function expectNothingLost(
  play: Play,
  { accepted, rejected }: Exported,
): void {
  const { schedule, lives, model } = play;
  const indexes = [...accepted, ...rejected].map(({ index }) => index);
  expect(new Set(indexes).size).toBe(indexes.length);
  if (lives.some(({ wasReplaced }) => wasReplaced)) return;
  expect(forgottenBatches(play)).toEqual([]);
  const deaths = lives.filter(({ end }) => end !== 'ORDERLY').length;
  const { maxConcurrency, checkpointInterval } = schedule;
  const paidAgain = model.completions - accepted.length;
  expect(paidAgain).toBeLessThanOrEqual(
    deaths * (maxConcurrency + 2 * checkpointInterval),
  );
}

/** Batches of owners that are gone, which their successor's manifest does not name. */
function forgottenBatches({ world, manifests }: Play): string[] {
  const { shards } = world.snapshot;
  const named = shards.flatMap(
    ({ shard }) => manifests.of(shard)?.batches.flatMap(objectKeysOf) ?? [],
  );
  return [...world.bucket.bodies.keys()].filter((key) => {
    const [, shard, fence] = /batches\/(\d+)\/(\d+)-/.exec(key) ?? [];
    const owner = manifests.of(Number(shard))?.fence ?? 0;
    return Number(fence) < owner && !named.includes(key);
  });
}

/** The models' bill and what the manifests say of the workers fits the ledger, and what the ledger lost is shown. */
export function expectNotOverspent(play: Play): void {
  const { world, lives } = play;
  const { ledger } = world;
  expect(ledger.broken).toBeUndefined();
  const { settled, writtenOff, grants } = ledger.row;
  expect(grants).toEqual({});
  const bill = world.model.billedNanoUsd + infrastructureOf(play);
  expect(bill).toBeLessThanOrEqual(settled + writtenOff);
  expect(settled).toBeLessThanOrEqual(bill);
  expect(world.billedByRows).toBeLessThanOrEqual(settled + writtenOff);
  const isUndisturbed =
    world.model.unsure === 0 &&
    lives.every(({ end, wasReplaced }) => end === 'ORDERLY' && !wasReplaced);
  if (!isUndisturbed) return;
  expect({ bill, rows: world.billedByRows, writtenOff }).toEqual({
    bill: settled,
    rows: settled,
    writtenOff: 0,
  });
}

function infrastructureOf({ manifests, world }: Play): NanoUsd {
  return world.snapshot.shards.reduce(
    (sum, { shard }) =>
      sum + (manifests.of(shard)?.totals.infrastructureNanoUsd ?? 0),
    0,
  );
}

/** What making lost records again cost is what these records cost. */
export function expectResentPriced({ world, manifests, lives }: Play): void {
  // A zombie's late batch may be read with a younger manifest.
  if (lives.some(({ wasReplaced }) => wasReplaced)) return;
  const { resentRecords, resentNanoUsd } = world.snapshot.shards
    .flatMap(({ shard }) => manifests.of(shard) ?? [])
    .map(totalsOf)
    .reduce(addTotals, EMPTY_TOTALS);
  expect(resentNanoUsd).toBe(manifests.resentNanoUsd);
  if (resentRecords === 0) expect(resentNanoUsd).toBe(0);
}

/** Totals are what the batches hold, and nothing bad is among the accepted. */
export function expectHonestCounts(
  { world, manifests, schedule }: Play,
  { accepted, rejected }: Exported,
): void {
  const sum = { accepted: 0, rejected: 0 };
  for (const [shard, { outcome, totals }] of world.rows) {
    const manifest = manifests.of(shard);
    sum.accepted += manifest?.totals.accepted ?? 0;
    sum.rejected += manifest?.totals.rejected ?? 0;
    if (outcome === 'DONE') expect(totals).toEqual(manifest?.totals);
  }
  expect(sum).toEqual({ accepted: accepted.length, rejected: rejected.length });
  expect(accepted.filter((record) => !isGood(record))).toEqual([]);
  expect(
    rejected.filter((record) => !isExplained(record, schedule.maxAttempts)),
  ).toEqual([]);
  const isDone = [...world.rows.values()].every(
    ({ outcome }) => outcome === 'DONE',
  );
  if (isDone) expect(sum.accepted + sum.rejected).toBe(schedule.records);
}

function isGood({ steps }: AcceptedRecord): boolean {
  return Object.values(steps).every(({ output, stopReason }) => {
    const text = JSON.stringify(output);
    return (
      stopReason === 'end_turn' &&
      !text.includes(BAD_TEXT) &&
      String(output).trim() !== ''
    );
  });
}

function isExplained(record: RejectedRecord, maxAttempts: number): boolean {
  const { step, reason, attempts, lastRawOutput } = record;
  const hadText = /cut off|filter|malformed/.test(reason);
  return (
    step !== '' &&
    reason !== '' &&
    attempts <= maxAttempts &&
    (!hadText || lastRawOutput === BAD_TEXT)
  );
}

/** An index has the same row and prompts whatever happened, and rows are used equally often. */
export function expectReplayable(
  { schedule }: Play,
  { accepted }: Exported,
  expected: Prompts,
): void {
  const place = ({ index, seedRow, prompts }: Prompts[number]) => ({
    index,
    seedRow,
    prompts,
  });
  expect(accepted.map(place)).toEqual(
    accepted.map(({ index }) => {
      const same = expected[index];
      return same && place(same);
    }),
  );
  const uses = new Array<number>(schedule.rows).fill(0);
  for (const { seedRow } of expected.slice(0, schedule.records))
    uses[seedRow] = (uses[seedRow] ?? 0) + 1;
  expect(Math.max(...uses) - Math.min(...uses)).toBeLessThanOrEqual(1);
}

/** The last owner's fence is the highest, and it left no grant of anybody behind. */
export function expectOneOwner({ world, manifests, lives }: Play): void {
  for (const [shard, { fence, outcome }] of world.rows) {
    const fences = lives.flatMap((life) =>
      life.shard === shard && life.fence !== undefined ? [life.fence] : [],
    );
    expect(new Set(fences).size).toBe(fences.length);
    if (outcome === 'DONE') expect(manifests.of(shard)?.fence).toBe(fence);
  }
}

const HEARTBEAT_MS = 2_000;
/** All waits between the tries of one storage write. */
const WRITE_RETRIES_MS = 2_100;
/** Requests, on both ways, from a worker's first one to its first heartbeat, and more. */
const WAYS_TO_HEARTBEAT = 60;
const STOP_TIMEOUT_MS = 120_000;

/** A cancel is heard at a heartbeat, and SIGTERM ends in order before the machine is gone. */
export function expectStopped(play: Play): void {
  const { lives, schedule, world, cancelledMs, faultsMet } = play;
  const late = lives.filter(
    ({ toldToStopMs, end, startedMs, endedMs = Infinity }) =>
      toldToStopMs !== undefined &&
      faultsMet === 0 &&
      (end !== 'ORDERLY' ||
        endedMs - Math.max(startedMs, toldToStopMs) >= STOP_TIMEOUT_MS),
  );
  expect(late).toEqual([]);
  if (cancelledMs === undefined) {
    const outcomes = [...world.rows.values()].map(({ outcome }) => outcome);
    expect(outcomes).not.toContain('CANCELLED');
    return;
  }
  const heardMs =
    HEARTBEAT_MS * (2 + faultsMet) +
    WAYS_TO_HEARTBEAT * schedule.storageMs +
    WRITE_RETRIES_MS * faultsMet;
  expect(play.lastCallMs - cancelledMs).toBeLessThanOrEqual(heardMs);
}
