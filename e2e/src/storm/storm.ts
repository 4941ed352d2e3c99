import type { Run } from '@plot-palette/domain';
import { drawBelow } from '../harness/draws';
import type { Outputs } from '../harness/outputs';
import { Simulator } from '../harness/simulator';
import { drawBreaks } from './break';
import type { HeardRun } from './heard-run';
import { RunKiller } from './run-killer';
import { SocketWatcher } from './socket-watcher';
import { StreamWatcher } from './stream-watcher';
import { Studio } from '../harness/studio';
import { violationsOf } from './verdict';
import { inLanes, Turnstile } from './lanes';

export interface StormSettings {
  /** As many as there are runs: each watches its own. */
  readonly sockets: number;
  readonly atOnce: number;
  readonly kills: number;
  readonly seed: number;
}

export interface StormTally {
  /** Open at the same time before the first run. */
  readonly openSockets: number;
  readonly runs: Readonly<Partial<Record<Run['status'], number>>>;
  readonly streams: number;
  readonly breaks: number;
  /** Processes; some had no run at that moment. */
  readonly killed: number;
  /** Events that came again, and were taken once. */
  readonly repeats: number;
  /** Sockets that were open and answered nothing any more. */
  readonly deadSockets: number;
  readonly peakInFlight: number;
  readonly violations: readonly string[];
}

const USERS = 4;
/** The emulator starts a process for each request that finds all others at work. */
const REQUESTS_AT_ONCE = 4;
const SHARE_OF_STREAMS = 0.15;
const SHARE_OF_STOPS = 0.1;
const MOST_EVENTS_BEFORE_STOP = 8;
/** The run has begun to answer. */
const EVENTS_BEFORE_KILL = 2;
const MOST_STREAM_BREAKS = 4;
/** Long enough to break in the middle of it. */
const GENERATION_MS = 4_000;

/** Many clients that watch a run each, over connections that break, while processes of the run function are killed. */
export class Storm {
  private readonly sockets: SocketWatcher[] = [];
  private readonly streams: StreamWatcher[] = [];
  private readonly heard: { studio: Studio; heard: HeardRun }[] = [];
  private readonly killing: Promise<void>[] = [];
  private readonly requests = new Turnstile(REQUESTS_AT_ONCE);
  private readonly killer: RunKiller;
  /** Positions of runs whose first words kill a process. */
  private readonly lethal: ReadonlySet<number>;

  constructor(
    private readonly outputs: Outputs,
    private readonly settings: StormSettings,
    private readonly draw: () => number,
  ) {
    this.killer = new RunKiller(outputs, draw);
    this.lethal = drawLethal(settings, draw);
  }

  async play(): Promise<StormTally> {
    const simulator = new Simulator(this.outputs);
    await simulator.set({
      latency: { kind: 'fixed', ms: GENERATION_MS },
      tokenModel: 'bytes',
    });
    await simulator.reset();
    try {
      const clients = await this.open();
      const openSockets = this.sockets.filter(({ isOpen }) => isOpen).length;
      await inLanes(this.settings.atOnce, clients, (client, position) =>
        this.playRun(client, position),
      );
      await Promise.all(this.killing);
      const { peakInFlight } = await simulator.stats();
      return { ...(await this.tally()), openSockets, peakInFlight };
    } finally {
      for (const watcher of [...this.sockets, ...this.streams]) watcher.close();
    }
  }

  private async open(): Promise<{ studio: Studio; socket: SocketWatcher }[]> {
    const studios = await Promise.all(
      Array.from({ length: USERS }, () => Studio.ofNewUser(this.outputs)),
    );
    const clients = Array.from(
      { length: this.settings.sockets },
      (_, index) => ({
        studio: studios[index % USERS],
        breaks: drawBreaks(this.draw),
      }),
    );
    const opened: { studio: Studio; socket: SocketWatcher }[] = [];
    await inLanes(REQUESTS_AT_ONCE, clients, async ({ studio, breaks }) => {
      if (studio === undefined) return;
      const socket = await SocketWatcher.open(studio.api, breaks);
      this.sockets.push(socket);
      opened.push({ studio, socket });
    });
    return opened;
  }

  private async playRun(
    { studio, socket }: { studio: Studio; socket: SocketWatcher },
    position: number,
  ): Promise<void> {
    const stopAfter =
      this.draw() < SHARE_OF_STOPS
        ? drawBelow(MOST_EVENTS_BEFORE_STOP, this.draw)
        : Infinity;
    const { runId } = await this.requests.pass(() =>
      studio.ask(`Storm ${this.settings.seed}/${position}`),
    );
    let isLethal = this.lethal.has(position);
    const onEvent = ({ lastSeq }: HeardRun): void => {
      if (lastSeq >= stopAfter) socket.say({ action: 'stop', runId });
      if (!isLethal || lastSeq < EVENTS_BEFORE_KILL) return;
      isLethal = false;
      this.killing.push(this.killer.kill());
    };
    const heard = await Promise.all([
      socket.watch(runId, onEvent),
      ...(this.draw() < SHARE_OF_STREAMS
        ? [this.stream(studio).watch(runId)]
        : []),
    ]);
    this.heard.push(...heard.map((each) => ({ studio, heard: each })));
  }

  private stream(studio: Studio): StreamWatcher {
    const breaks = drawBelow(MOST_STREAM_BREAKS, this.draw);
    const stream = new StreamWatcher(studio.api, this.draw, breaks);
    this.streams.push(stream);
    return stream;
  }

  private async tally() {
    const runs: Partial<Record<Run['status'], number>> = {};
    const violations: string[] = [];
    const counted = new Set<string>();
    for (const { studio, heard } of this.heard) {
      const run = await studio.run(heard.runId);
      const answer = await studio.answer(run);
      violations.push(...violationsOf(heard, run, answer));
      const { runId, status } = run;
      if (!counted.has(runId)) runs[status] = (runs[status] ?? 0) + 1;
      counted.add(runId);
    }
    const sum = (values: readonly number[]) =>
      values.reduce((a, b) => a + b, 0);
    return {
      runs,
      violations,
      streams: this.streams.length,
      killed: this.killer.killed,
      breaks: sum(
        [...this.sockets, ...this.streams].map(({ breaks }) => breaks),
      ),
      deadSockets: sum(this.sockets.map(({ replaced }) => replaced)),
      repeats: sum(this.heard.map(({ heard }) => heard.repeats)),
    };
  }
}

/** None of the first runs, for which the processes are started. */
function drawLethal(
  { sockets, atOnce, kills }: StormSettings,
  draw: () => number,
): Set<number> {
  const positions = new Set<number>();
  while (positions.size < Math.min(kills, sockets - atOnce))
    positions.add(atOnce + drawBelow(sockets - atOnce, draw));
  return positions;
}
