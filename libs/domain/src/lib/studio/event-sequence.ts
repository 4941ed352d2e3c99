import type { RunEvent } from './run-event';

/**
 * Puts the events of one run into order for whoever shows them: each one once, none before the one ahead of it.
 * Pushes and replays of the log may arrive twice, late, or interleaved.
 */
export class EventSequence {
  private readonly early = new Map<number, RunEvent>();

  constructor(private last = 0) {}

  /** What a `watch` names: everything up to here has been handed out. */
  get lastSeq(): number {
    return this.last;
  }

  /** Whether an event is missing of which later ones are here. */
  get hasGap(): boolean {
    return this.early.size > 0;
  }

  /** The events whose turn it is now; none when this one came before, or too early. */
  accept(event: RunEvent): RunEvent[] {
    if (event.seq <= this.last) return [];
    this.early.set(event.seq, event);
    const inTurn: RunEvent[] = [];
    for (
      let next = this.early.get(this.last + 1);
      next !== undefined;
      next = this.early.get(this.last + 1)
    ) {
      this.early.delete(next.seq);
      this.last = next.seq;
      inTurn.push(next);
    }
    return inTurn;
  }
}
