import type { RunEvent, SocketMessage } from '@plot-palette/domain';
import { EventStreams } from './event-streams';
import { RunReader, isOver, type RunFeed } from './run-feed';
import type { RunPorts } from './run-ports';
import { SocketLine } from './socket-line';

/** An event that came too early usually waits for one that is just behind it. */
const GAP_MS = 2_000;
/** Nothing heard for so long: what came last may be lost, so it is asked for again. */
const QUIET_MS = 10_000;

export interface RunListener {
  changed(feed: RunFeed): void;
  /** No more will be heard of this run, for this reason. */
  lost(runId: string, reason: string): void;
}

interface Watch {
  readonly reader: RunReader;
  /** How far it was when it was last looked at. */
  checkedSeq: number;
  gapTimer?: ReturnType<typeof setTimeout>;
}

/**
 * Follows runs over one socket, or over event streams where no socket can be opened, through every break. Nothing is lost or
 * doubled: after each break the events after the last known one are asked for, and the feed takes each in once.
 */
export class RunConnection {
  readonly #listener: RunListener;
  readonly #line: SocketLine;
  readonly #streams: EventStreams;
  readonly #watches = new Map<string, Watch>();
  #usesStreams = false;
  #quietTimer: ReturnType<typeof setInterval> | undefined;

  constructor(ports: RunPorts, listener: RunListener) {
    this.#listener = listener;
    this.#line = new SocketLine(ports, {
      opened: () => this.#watchAll(),
      heard: (message) => this.#heard(message),
      isNeeded: () => this.#watches.size > 0,
      unavailable: () => this.#useStreams(),
    });
    this.#streams = new EventStreams(ports, {
      heard: (event) => this.#take(event),
      lost: (runId) => this.#lose(runId, LOST),
    });
  }

  /** Opens the line ahead of need: the first words of an answer do not wait for it. */
  prepare(): void {
    if (!this.#usesStreams) this.#line.open();
  }

  watch(runId: string): void {
    if (this.#watches.has(runId)) return;
    this.#watches.set(runId, { reader: new RunReader(runId), checkedSeq: 0 });
    this.#quietTimer ??= setInterval(() => this.#checkQuiet(), QUIET_MS);
    if (this.#usesStreams) this.#streams.open(runId);
    else {
      this.#line.open();
      this.#ask(runId);
    }
  }

  unwatch(runId: string): void {
    if (!this.#watches.has(runId)) return;
    this.#forget(runId);
    this.#line.say({ action: 'unwatch', runId });
  }

  close(): void {
    for (const runId of [...this.#watches.keys()]) this.#forget(runId);
    this.#line.close();
    this.#streams.closeAll();
  }

  #heard(message: SocketMessage): void {
    if (message.type === 'heartbeat') return;
    if (message.type !== 'refused') this.#take(message);
    else if (message.runId !== undefined)
      this.#lose(message.runId, message.message);
  }

  #take(event: RunEvent): void {
    const watch = this.#watches.get(event.runId);
    if (watch === undefined) return;
    const { reader } = watch;
    const isNews = reader.take(event);
    if (isOver(reader.feed)) this.#forget(event.runId);
    else if (reader.hasGap)
      watch.gapTimer ??= setTimeout(() => this.#fill(watch), GAP_MS);
    if (isNews) this.#listener.changed(reader.feed);
  }

  #fill(watch: Watch): void {
    delete watch.gapTimer;
    if (watch.reader.hasGap) this.#ask(watch.reader.feed.runId);
  }

  #ask(runId: string): void {
    const lastSeq = this.#watches.get(runId)?.reader.feed.seq ?? 0;
    this.#line.say({ action: 'watch', runId, lastSeq });
  }

  #watchAll(): void {
    for (const runId of this.#watches.keys()) this.#ask(runId);
  }

  #useStreams(): void {
    this.#usesStreams = true;
    for (const runId of this.#watches.keys()) this.#streams.open(runId);
  }

  #checkQuiet(): void {
    let isQuiet = false;
    for (const [runId, watch] of this.#watches) {
      const { seq } = watch.reader.feed;
      if (seq === watch.checkedSeq) {
        this.#ask(runId);
        isQuiet = true;
      }
      watch.checkedSeq = seq;
    }
    if (isQuiet) this.#line.probe();
  }

  #lose(runId: string, reason: string): void {
    if (!this.#watches.has(runId)) return;
    this.#forget(runId);
    this.#listener.lost(runId, reason);
  }

  #forget(runId: string): void {
    clearTimeout(this.#watches.get(runId)?.gapTimer);
    this.#watches.delete(runId);
    this.#streams.close(runId);
    if (this.#watches.size > 0) return;
    clearInterval(this.#quietTimer);
    this.#quietTimer = undefined;
  }
}

const LOST =
  'The answer goes on, but its events cannot be received here. Reload the page in a moment to see it.';
