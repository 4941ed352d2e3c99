import {
  grantedTotal,
  isTerminal,
  type Dashboard,
  type Job,
  type Ledger,
  type ShardRow,
  type ShardTotals,
} from '@plot-palette/domain';
import { totalsOf, withLiveCounts } from '../jobs/live-job';

/** One view of a job, its shards and its money at the moment `now`. */
export function dashboardOf(
  job: Job,
  rows: readonly ShardRow[],
  ledger: Ledger,
  now: Date,
): Dashboard {
  const running = rows.filter(({ outcome }) => outcome === 'RUNNING');
  const totals = totalsOf(rows);
  return {
    job: withLiveCounts(job, rows),
    totals,
    inFlight: running.reduce((sum, { inFlight }) => sum + inFlight, 0),
    bindingLimit: bindingLimitOf(running),
    ledger: moneyOf(ledger, totals),
    ...speedOf(job, rows, now),
    shards: rows.map(
      ({ shard, outcome, reason, totals, from, to, ...row }) => ({
        shard,
        outcome,
        reason,
        accepted: totals.accepted,
        rejected: totals.rejected,
        records: to - from,
        bindingLimit: outcome === 'RUNNING' ? row.bindingLimit : 'NONE',
        heartbeatAt: row.heartbeatAt,
      }),
    ),
  };
}

/**
 * A worker settles its grant when it closes it. What its checkpoints say it has spent by now is as certain,
 * and is shown as settled already; the rest of the grants and the closing reserve are held back.
 */
function moneyOf(
  ledger: Ledger,
  { modelNanoUsd, infrastructureNanoUsd }: ShardTotals,
): Dashboard['ledger'] {
  const { limit, available, closing, settled, writtenOff } = ledger;
  const granted = grantedTotal(ledger);
  const spentOfGrants = Math.min(
    granted,
    Math.max(0, modelNanoUsd + infrastructureNanoUsd - settled),
  );
  return {
    limitNanoUsd: limit,
    settledNanoUsd: settled + spentOfGrants,
    reservedNanoUsd: granted - spentOfGrants + closing,
    availableNanoUsd: Math.max(0, available),
    writtenOffNanoUsd: writtenOff,
  };
}

/** What holds back most of the running workers that are held back at all. */
function bindingLimitOf(
  running: readonly ShardRow[],
): Dashboard['bindingLimit'] {
  const votes = new Map<Dashboard['bindingLimit'], number>();
  for (const { bindingLimit } of running)
    if (bindingLimit !== 'NONE')
      votes.set(bindingLimit, (votes.get(bindingLimit) ?? 0) + 1);
  const [most] = [...votes].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? 'NONE';
}

function speedOf(
  { startedAt, finishedAt, status, records }: Job,
  rows: readonly ShardRow[],
  now: Date,
): Pick<Dashboard, 'recordsPerSecond' | 'secondsLeft'> {
  const { accepted, rejected } = totalsOf(rows);
  const finished = accepted + rejected;
  if (startedAt === undefined || finished === 0) return { recordsPerSecond: 0 };
  const end = finishedAt === undefined ? now.getTime() : Date.parse(finishedAt);
  const seconds = Math.max(1, (end - Date.parse(startedAt)) / 1_000);
  const recordsPerSecond = finished / seconds;
  return isTerminal(status)
    ? { recordsPerSecond }
    : {
        recordsPerSecond,
        secondsLeft: Math.max(0, records - finished) / recordsPerSecond,
      };
}
