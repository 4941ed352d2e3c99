import { isDeepStrictEqual } from 'node:util';
import { endsRun, EventSequence, type RunEvent } from '@plot-palette/domain';

/** What one client has heard of one run, whatever ways it came. */
export class HeardRun {
  /** What should never happen, in words. */
  readonly violations: string[] = [];
  /** How many events came again. */
  repeats = 0;
  private readonly events: RunEvent[] = [];
  private readonly sequence = new EventSequence();

  constructor(readonly runId: string) {}

  hear(event: RunEvent): void {
    if (event.runId !== this.runId)
      this.violations.push(`an event of run ${event.runId}`);
    else if (event.seq > this.lastSeq)
      this.events.push(...this.sequence.accept(event));
    else this.hearAgain(event);
    if (this.events.slice(0, -1).some(endsRun))
      this.violations.push('an event after the end');
  }

  get lastSeq(): number {
    return this.sequence.lastSeq;
  }

  get text(): string {
    return this.events
      .map((event) => (event.type === 'delta' ? event.text : ''))
      .join('');
  }

  /** Its last event. */
  get outcome(): RunEvent | undefined {
    return this.events.find(endsRun);
  }

  private hearAgain(event: RunEvent): void {
    this.repeats += 1;
    if (!isDeepStrictEqual(event, this.events[event.seq - 1]))
      this.violations.push(`two different events ${event.seq}`);
  }
}
