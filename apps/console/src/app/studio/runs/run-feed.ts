import {
  EventSequence,
  type RunEvent,
  type RunFailure,
  type RunUsage,
} from '@plot-palette/domain';

export type RunOutcome = 'completed' | 'failed' | 'stopped';

/** What is known of a run from its events so far. */
export interface RunFeed {
  readonly runId: string;
  /** All events up to this one were taken in. */
  readonly seq: number;
  readonly model: string;
  readonly notes: readonly string[];
  readonly text: string;
  readonly reasoning: string;
  readonly usage?: RunUsage | undefined;
  readonly costNanoUsd: number;
  readonly outcome?: RunOutcome;
  readonly stopReason?: string;
  readonly failure?: RunFailure;
  readonly totalMs?: number;
}

/** Makes a run's feed of its events. They may come doubled, late and out of order; each counts once, in its place. */
export class RunReader {
  readonly #sequence = new EventSequence();
  #feed: RunFeed;

  constructor(runId: string) {
    this.#feed = emptyFeed(runId);
  }

  get feed(): RunFeed {
    return this.#feed;
  }

  /** Whether an event is missing that came before one that is here. */
  get hasGap(): boolean {
    return this.#sequence.hasGap;
  }

  /** Whether the event, or one that waited for it, said something new. */
  take(event: RunEvent): boolean {
    if (event.runId !== this.#feed.runId || isOver(this.#feed)) return false;
    const inTurn = this.#sequence.accept(event);
    this.#feed = inTurn.reduce(applied, this.#feed);
    return inTurn.length > 0;
  }
}

export function isOver({ outcome }: RunFeed): boolean {
  return outcome !== undefined;
}

function emptyFeed(runId: string): RunFeed {
  return {
    runId,
    seq: 0,
    model: '',
    notes: [],
    text: '',
    reasoning: '',
    costNanoUsd: 0,
  };
}

function applied(before: RunFeed, event: RunEvent): RunFeed {
  const feed = { ...before, seq: event.seq };
  switch (event.type) {
    case 'started':
      return { ...feed, model: event.model, notes: event.notes };
    case 'delta':
      return { ...feed, text: feed.text + event.text };
    case 'reasoning':
      return { ...feed, reasoning: feed.reasoning + event.text };
    case 'usage':
      return { ...feed, usage: event.usage, costNanoUsd: event.costNanoUsd };
    case 'completed':
      return { ...ended(feed, event), stopReason: event.stopReason };
    case 'failed':
      return { ...ended(feed, event), failure: event.failure };
    case 'stopped':
      return ended(feed, event);
    default:
      return event satisfies never;
  }
}

function ended(
  feed: RunFeed,
  event: Extract<RunEvent, { readonly type: RunOutcome }>,
): RunFeed {
  return {
    ...feed,
    outcome: event.type,
    usage: event.usage ?? feed.usage,
    costNanoUsd: event.costNanoUsd,
    totalMs: event.totalMs,
  };
}
