import type { JobSnapshot } from '@plot-palette/domain';
import type { Account } from './account';
import { CHECKPOINT_INTERVAL, CONCURRENCY } from './small-job';

export interface Disturbance {
  /** Workers that ended without a chance to put things in order. */
  readonly kills: number;
  /** Calls to models after which nobody could say whether they were billed. */
  readonly unsureCalls: number;
}

/** Calls in flight, a checkpoint interval being written and one filling. */
const RESENT_PER_KILL = CONCURRENCY + 2 * CHECKPOINT_INTERVAL;

/** What is wrong with a job that has come to its end, in sentences; nothing when all is in order. */
export function violations(
  snapshot: JobSnapshot,
  account: Account,
  disturbance: Disturbance,
): string[] {
  return [
    ...nothingLost(snapshot, account),
    ...neverOverspent(snapshot, account, disturbance),
    ...littleResent(snapshot, account, disturbance),
  ];
}

function nothingLost(
  { request: { records } }: JobSnapshot,
  { rows, records: made, rejections }: Account,
): string[] {
  const times = new Map<number, number>();
  for (const { index } of made) times.set(index, (times.get(index) ?? 0) + 1);
  const indexes = Array.from({ length: records }, (_, index) => index);
  const lost = indexes.filter((index) => !times.has(index));
  const doubled = [...times].filter(([, count]) => count > 1);
  const prompts = new Set(made.map(({ prompt }) => prompt));
  const counted = rows.reduce((sum, { totals }) => sum + totals.accepted, 0);
  return [
    ...when(lost.length > 0, `lost: ${lost.join(' ')}`),
    ...when(rejections.length > 0, `rejected: ${rejections.join(', ')}`),
    ...when(doubled.length > 0, `doubled: ${doubled.join(' ')}`),
    ...when(
      prompts.size !== records,
      `${prompts.size} seed rows of ${records}`,
    ),
    ...when(counted !== records, `rows count ${counted} accepted`),
    ...rows.flatMap(({ shard, outcome }) =>
      when(outcome !== 'DONE', `shard ${shard} is ${outcome}`),
    ),
  ];
}

function neverOverspent(
  { budgetNanoUsd }: JobSnapshot,
  { ledger, billNanoUsd, costRowsNanoUsd }: Account,
  { kills, unsureCalls }: Disturbance,
): string[] {
  const { settled, writtenOff, available, grants } = ledger;
  const open = Object.keys(grants);
  const isExact = kills + unsureCalls === 0;
  return [
    ...when(open.length > 0, `open grants: ${open.join(' ')}`),
    ...when(
      settled > billNanoUsd,
      `settled ${settled} above the bill ${billNanoUsd}`,
    ),
    ...when(
      billNanoUsd > settled + writtenOff,
      `bill ${billNanoUsd} above settled ${settled} + written off ${writtenOff}`,
    ),
    ...when(
      settled + writtenOff + available !== budgetNanoUsd || available < 0,
      `the ledger does not add up: ${JSON.stringify(ledger)}`,
    ),
    ...when(
      costRowsNanoUsd !== settled,
      `cost rows ${costRowsNanoUsd}, settled ${settled}`,
    ),
    ...when(
      isExact && (settled !== billNanoUsd || writtenOff !== 0),
      `nothing was killed, but bill ${billNanoUsd}, settled ${settled}, written off ${writtenOff}`,
    ),
  ];
}

function littleResent(
  { request: { records } }: JobSnapshot,
  { calls }: Account,
  { kills, unsureCalls }: Disturbance,
): string[] {
  const resent = calls - records;
  return when(
    resent > kills * RESENT_PER_KILL + unsureCalls,
    `${resent} calls were sent again`,
  );
}

function when(isViolated: boolean, sentence: string): string[] {
  return isViolated ? [sentence] : [];
}
