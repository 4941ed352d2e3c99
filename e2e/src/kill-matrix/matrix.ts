import { FAULTS, isPossible } from '../fault-proxy/fault';
import type { SeenRequest } from '../fault-proxy/fault-proxy';
import type { Side, StopSignal } from '../fault-proxy/trouble';
import { draws } from '../harness/draws';
import type { Lane } from './lane';
import { runPartition } from './partition';
import { tallyOf, type Tally } from './tally';
import { runTrial, type Incident, type TrialResult } from './trial';

type Labelled = TrialResult & { readonly label: string };

/** Plays trials in several lanes at once. */
export class Matrix {
  constructor(private readonly lanes: readonly Lane[]) {}

  /** Without any incident: to see that all is in order then, and what the requests of a worker are. */
  async undisturbed(
    shards: number,
  ): Promise<{ tally: Tally } & Pick<TrialResult, 'requests' | 'lifeMs'>> {
    const [lane] = this.lanes;
    if (lane === undefined) throw new Error('A matrix has a lane.');
    const result = await this.trial(lane, shards, undefined);
    const { requests, lifeMs } = result;
    return { tally: tallyOf(requests.length, [result]), requests, lifeMs };
  }

  /** Stops the worker by the signal at every one of its requests, until it ends before it comes to that. */
  async stops(
    shards: number,
    signal: StopSignal,
    sides: readonly Side[],
  ): Promise<Tally> {
    const results: Labelled[] = [];
    for (const side of sides) {
      let at = 0;
      let ended = false;
      await this.inLanes(async (lane) => {
        while (!ended) {
          at += 1;
          const incident = { kind: 'SIGNAL', at, side, signal } as const;
          const result = await this.trial(lane, shards, incident);
          if (result.struck) results.push(result);
          else ended = true;
          if (!result.struck && result.violations.length > 0)
            results.push(result);
        }
      });
    }
    return tallyOf(results.filter(({ struck }) => struck).length, results);
  }

  /** Each fault at each request that changes something, and something of interest, as often as requests were seen. */
  async faults(
    shards: number,
    requests: readonly SeenRequest[],
    isOfInterest: (request: SeenRequest) => boolean = () => true,
  ): Promise<Tally> {
    const writes = requests.flatMap((request, position) =>
      request.writes && isOfInterest(request)
        ? [{ request, at: position + 1 }]
        : [],
    );
    const incidents = writes.flatMap(({ request, at }) =>
      FAULTS.filter((fault) => isPossible(fault, request)).map(
        (fault): Incident => ({ kind: 'FAULT', at, fault }),
      ),
    );
    return tallyOf(writes.length, await this.play(shards, incidents));
  }

  /** Lets a request of each kind go unanswered for ever: the last one of the kind, in the midst of others. */
  async blackHoles(
    shards: number,
    requests: readonly SeenRequest[],
  ): Promise<Tally> {
    const kinds = new Map<string, number>();
    for (const [position, { service, operation }] of requests.entries())
      // A call to a model has its own time-out: the fault is DELAY.
      if (service !== 'bedrock')
        kinds.set(`${service} ${operation}`, position + 1);
    const incidents = [...kinds.values()].map((at): Incident => ({
      kind: 'FAULT',
      at,
      fault: 'BLACK_HOLE',
    }));
    return tallyOf(kinds.size, await this.play(shards, incidents));
  }

  /** Stops the worker at random moments of its life, drawn from the seed. */
  async moments(
    shards: number,
    {
      count,
      withinMs,
      seed,
    }: { count: number; withinMs: number; seed: number },
  ): Promise<Tally> {
    const draw = draws(seed);
    const incidents = Array.from(
      { length: count },
      (_, position): Incident => ({
        kind: 'MOMENT',
        afterMs: Math.floor(draw() * withinMs),
        signal: position % 2 === 0 ? 'SIGKILL' : 'SIGTERM',
      }),
    );
    const results = await this.play(shards, incidents);
    return tallyOf(results.filter(({ struck }) => struck).length, results);
  }

  /** Cuts the worker off from each of its requests on, until another one has done its work; then both can write. */
  async partitions(requests: readonly SeenRequest[]): Promise<Tally> {
    const waiting = requests.map((_, position) => position + 1);
    const results: Omit<Labelled, 'lifeMs'>[] = [];
    await this.inLanes(async (lane) => {
      for (let at = waiting.shift(); at; at = waiting.shift()) {
        const result = await runPartition(lane, at);
        const label = `partition from request ${at}`;
        results.push({ ...result, label });
      }
    });
    return tallyOf(results.filter(({ struck }) => struck).length, results);
  }

  private async play(
    shards: number,
    incidents: readonly (Incident | undefined)[],
  ): Promise<Labelled[]> {
    const results: Labelled[] = [];
    const waiting = [...incidents];
    await this.inLanes(async (lane) => {
      while (waiting.length > 0)
        results.push(await this.trial(lane, shards, waiting.shift()));
    });
    return results;
  }

  private async trial(
    lane: Lane,
    shards: number,
    incident: Incident | undefined,
  ): Promise<Labelled> {
    const result = await runTrial(lane, shards, incident);
    return { ...result, label: labelOf(shards, incident, result) };
  }

  private async inLanes(work: (lane: Lane) => Promise<void>): Promise<void> {
    await Promise.all(this.lanes.map(work));
  }
}

function labelOf(
  shards: number,
  incident: Incident | undefined,
  { requests }: TrialResult,
): string {
  const place = `${shards} shard(s)`;
  if (incident === undefined) return `${place}, undisturbed`;
  if (incident.kind === 'MOMENT')
    return `${place}, ${incident.signal} after ${incident.afterMs} ms`;
  const request = requests[incident.at - 1];
  const at = `request ${incident.at} (${request?.service} ${request?.operation} ${request?.place})`;
  switch (incident.kind) {
    case 'SIGNAL':
      return `${place}, ${incident.signal} ${incident.side} ${at}`;
    case 'FAULT':
      return `${place}, ${incident.fault} at ${at}`;
    default:
      return incident satisfies never;
  }
}
