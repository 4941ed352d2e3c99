import type { FaultProxy, SeenRequest } from '../fault-proxy/fault-proxy';
import { accountOf } from './account';
import { violations } from './invariants';
import type { Lane } from './lane';
import { createSmallJob, removeSmallJob } from './small-job';
import type { TrialResult } from './trial';
import { WorkerRun } from './worker-run';

/** Written off like a killed worker's, and what it still sends before it hears of the other one. */
const DISTURBANCE = { kills: 2, unsureCalls: 0 };

/** Two workers of one shard: the first is cut off at a request, the second does the work, then the first is back. */
export async function runPartition(
  lane: Lane,
  at: number,
): Promise<Omit<TrialResult, 'lifeMs'>> {
  const before = await lane.billed();
  const snapshot = await createSmallJob(lane, 1);
  const { jobId } = snapshot;
  const [cutOff, sound] = await Promise.all([lane.proxy(), lane.proxy()]);
  try {
    const start = ({ url }: FaultProxy) =>
      new WorkerRun(lane.outputs, { jobId, shard: 0, url }).ended;
    const { heal, cut } = partitionAt(cutOff, at);
    const first = start(cutOff);
    await Promise.race([cut, first]);
    const second = await start(sound);
    heal();
    const ends = [await first, second];
    await Promise.all([cutOff.settled(), sound.settled()]);
    const account = await accountOf(lane, snapshot, before);
    const row = lane.outputs.tables['checkpointMetadata'] ?? '';
    return {
      struck: cutOff.struck,
      requests: cutOff.seen,
      violations: [
        ...ends.flatMap(({ code, log }) =>
          code === 0 ? [] : [`a worker ended with ${code}: ${log}`],
        ),
        ...writesOfTheFenced(cutOff.seen, at, row),
        ...violations(snapshot, account, DISTURBANCE),
      ],
    };
  } finally {
    cutOff.close();
    sound.close();
    await removeSmallJob(lane.stores, snapshot);
  }
}

function partitionAt(
  proxy: FaultProxy,
  at: number,
): { heal: () => void; cut: Promise<void> } {
  let heal: () => void = () => undefined;
  const healed = new Promise<void>((resolve) => (heal = resolve));
  const cut = new Promise<void>((resolve) => (proxy.onStruck = resolve));
  proxy.expect({ kind: 'PARTITION', at, healed }, () => undefined);
  return { heal, cut };
}

/** Who had the shard before it was cut off lost it meanwhile; who had not may take it over from the other one. */
function writesOfTheFenced(
  seen: readonly SeenRequest[],
  at: number,
  rowTable: string,
): string[] {
  const succeeded = ({ writes, status = 0 }: SeenRequest) =>
    writes && status < 300;
  const owned = seen
    .slice(0, at - 1)
    .some((request) => request.place === rowTable && succeeded(request));
  if (!owned) return [];
  return seen
    .slice(at - 1)
    .filter(
      (request) =>
        succeeded(request) &&
        (request.place === rowTable || request.place.includes('/checkpoints/')),
    )
    .map(
      ({ operation, place }) => `fenced, and still wrote ${operation} ${place}`,
    );
}
