import { setTimeout as sleep } from 'node:timers/promises';
import type { JobSnapshot } from '@plot-palette/domain';
import { isRefusal } from '../fault-proxy/fault';
import type { FaultProxy, SeenRequest } from '../fault-proxy/fault-proxy';
import type { StopSignal, Trouble } from '../fault-proxy/trouble';
import { accountOf, type Account } from './account';
import { violations, type Disturbance } from './invariants';
import type { Lane } from './lane';
import { createSmallJob, removeSmallJob } from './small-job';
import { WorkerRun, type WorkerEnd } from './worker-run';

/** What happens to the first worker of the first shard; all others are left in peace. */
export type Incident =
  | Exclude<Trouble, { kind: 'PARTITION' }>
  | {
      readonly kind: 'MOMENT';
      readonly afterMs: number;
      readonly signal: StopSignal;
    };

export interface TrialResult {
  readonly violations: readonly string[];
  /** False when the worker had ended before its incident. */
  readonly struck: boolean;
  /** Requests of the first worker of the first shard. */
  readonly requests: readonly SeenRequest[];
}

/** More starts than any single incident should need. */
const MAX_STARTS = 4;

/** One small job, from its creation to its end, with one incident. */
export async function runTrial(
  lane: Lane,
  shards: number,
  incident: Incident | undefined,
): Promise<TrialResult> {
  const before = await lane.billed();
  const snapshot = await createSmallJob(lane, shards);
  const proxies = await Promise.all(snapshot.shards.map(() => lane.proxy()));
  try {
    const [first, ...others] = await Promise.all(
      proxies.map((proxy, shard) =>
        runShard(
          lane,
          snapshot,
          shard,
          proxy,
          shard === 0 ? incident : undefined,
        ),
      ),
    );
    if (first === undefined) throw new Error('A job has a shard.');
    await Promise.all(proxies.map((proxy) => proxy.settled()));
    const account = await accountOf(lane, snapshot, before);
    const disturbance = disturbanceOf(first, incident);
    return {
      ...first,
      violations: [
        ...[first, ...others].flatMap((shard) => shard.violations),
        ...notAdopted(first, account),
        ...violations(snapshot, account, disturbance),
      ],
    };
  } finally {
    for (const proxy of proxies) proxy.close();
    await removeSmallJob(lane.stores, snapshot);
  }
}

/** Starts one worker after the other until the shard is done, as the job's state machine does. */
async function runShard(
  lane: Lane,
  { jobId }: JobSnapshot,
  shard: number,
  proxy: FaultProxy,
  incident: Incident | undefined,
): Promise<TrialResult> {
  let first: Pick<TrialResult, 'struck' | 'requests'> | undefined;
  const wrong: string[] = [];
  for (let start = 1; start <= MAX_STARTS; start += 1) {
    const current = start === 1 ? incident : undefined;
    const worker = new WorkerRun(lane.outputs, {
      jobId,
      shard,
      url: proxy.url,
    });
    proxy.expect(current?.kind === 'MOMENT' ? undefined : current, (signal) =>
      worker.signal(signal),
    );
    const end = await lifeOf(worker, current);
    const struck = current?.kind === 'MOMENT' ? end.struck : proxy.struck;
    wrong.push(...wrongEnd(end, struck ? current : undefined));
    first ??= { struck, requests: proxy.seen };
    const row = await lane.stores.shards.get(jobId, shard);
    if (row?.outcome === 'DONE') break;
  }
  return { struck: false, requests: [], ...first, violations: wrong };
}

async function lifeOf(
  worker: WorkerRun,
  incident: Incident | undefined,
): Promise<WorkerEnd & { struck: boolean }> {
  if (incident?.kind !== 'MOMENT')
    return { ...(await worker.ended), struck: false };
  const ended = new AbortController();
  const struck = sleep(incident.afterMs, undefined, {
    signal: ended.signal,
  }).then(
    () => {
      worker.signal(incident.signal);
      return true;
    },
    () => false,
  );
  const end = await worker.ended;
  ended.abort();
  return { ...end, struck: await struck };
}

/** A worker ends with 0, unless it was killed or its storage failed it. */
function wrongEnd(
  { code, log }: WorkerEnd,
  incident: Incident | undefined,
): string[] {
  const kills = incident !== undefined && 'signal' in incident;
  const isExpected =
    code === 0 ||
    (kills && code === null) ||
    (incident?.kind === 'FAULT' && code === 1);
  return isExpected ? [] : [`a worker ended with ${code}: ${log}`];
}

/** A batch that was written is paid for: no manifest may miss it in the end. */
function notAdopted(
  { requests }: TrialResult,
  { batchKeys }: Account,
): string[] {
  return requests
    .filter(
      ({ service, operation, place, status }) =>
        service === 's3' &&
        operation === 'PUT' &&
        status === 200 &&
        place.includes('/batches/') &&
        !batchKeys.some((key) => place.endsWith(key)),
    )
    .map(({ place }) => `not adopted: ${place}`);
}

function disturbanceOf(
  { struck, requests }: TrialResult,
  incident: Incident | undefined,
): Disturbance {
  if (!struck || incident === undefined) return { kills: 0, lostReplies: 0 };
  switch (incident.kind) {
    case 'FAULT': {
      const isModel = requests[incident.at - 1]?.service === 'bedrock';
      const isLost = isModel && !isRefusal(incident.fault);
      return { kills: 0, lostReplies: isLost ? 1 : 0 };
    }
    case 'MOMENT':
    case 'SIGNAL':
      return { kills: incident.signal === 'SIGKILL' ? 1 : 0, lostReplies: 0 };
    default:
      return incident satisfies never;
  }
}
