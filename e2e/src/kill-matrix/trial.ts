import { setTimeout as sleep } from 'node:timers/promises';
import type { JobSnapshot } from '@plot-palette/domain';
import { leavesBillOpen } from '../fault-proxy/fault';
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
      /** From the worker's first request on. */
      readonly afterMs: number;
      readonly signal: StopSignal;
    };

export interface TrialResult {
  readonly violations: readonly string[];
  /** False when the worker had ended before its incident. */
  readonly struck: boolean;
  /** Requests of the first worker of the first shard. */
  readonly requests: readonly SeenRequest[];
  /** Its life, from its first request on. */
  readonly lifeMs: number;
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
  let first: Omit<TrialResult, 'violations'> | undefined;
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
    const end = await lifeOf(worker, current, proxy);
    const struck = current?.kind === 'MOMENT' ? end.struck : proxy.struck;
    wrong.push(...wrongEnd(end, struck ? current : undefined));
    first ??= { struck, requests: proxy.seen, lifeMs: end.lifeMs };
    const row = await lane.stores.shards.get(jobId, shard);
    if (row?.outcome === 'DONE') break;
  }
  if (first === undefined) throw new Error('A shard has a first worker.');
  return { ...first, violations: wrong };
}

interface Life extends WorkerEnd {
  /** At its moment; proxies tell of other incidents. */
  readonly struck: boolean;
  readonly lifeMs: number;
}

async function lifeOf(
  worker: WorkerRun,
  incident: Incident | undefined,
  proxy: FaultProxy,
): Promise<Life> {
  const ended = new AbortController();
  let struck = false;
  let begunMs = Infinity;
  proxy.onFirst = () => {
    begunMs = performance.now();
    if (incident?.kind !== 'MOMENT') return;
    const { afterMs, signal } = incident;
    sleep(afterMs, undefined, { signal: ended.signal }).then(
      () => {
        struck = true;
        worker.signal(signal);
      },
      () => undefined,
    );
  };
  const end = await worker.ended;
  ended.abort();
  return { ...end, struck, lifeMs: Math.max(0, performance.now() - begunMs) };
}

/** A worker ends with 0, unless it was killed or its storage failed it; it asks a silent storage again. */
function wrongEnd(
  { code, log }: WorkerEnd,
  incident: Incident | undefined,
): string[] {
  const kills = incident !== undefined && 'signal' in incident;
  const isExpected =
    code === 0 ||
    (kills && code === null) ||
    (incident?.kind === 'FAULT' &&
      incident.fault !== 'BLACK_HOLE' &&
      code === 1);
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
  if (!struck || incident === undefined) return { kills: 0, unsureCalls: 0 };
  switch (incident.kind) {
    case 'FAULT': {
      const isModel = requests[incident.at - 1]?.service === 'bedrock';
      const isOpen = isModel && leavesBillOpen(incident.fault);
      return { kills: 0, unsureCalls: isOpen ? 1 : 0 };
    }
    case 'MOMENT':
    case 'SIGNAL':
      return { kills: incident.signal === 'SIGKILL' ? 1 : 0, unsureCalls: 0 };
    default:
      return incident satisfies never;
  }
}
