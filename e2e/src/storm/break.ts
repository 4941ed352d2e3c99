import { drawBelow } from '../harness/draws';

/** A client's connection breaks once it has heard so many events, and is opened again after a while. */
export interface Break {
  readonly afterEvents: number;
  /** The client says that it goes, or its connection is just gone. */
  readonly how: 'CLOSED' | 'GONE';
  readonly awayMs: number;
}

const MOST_BREAKS = 4;
/** Most runs have more. */
const MOST_EVENTS = 12;
const LONGEST_AWAY_MS = 1_500;

/** Up to three, in their order; about a quarter of the clients have none. */
export function drawBreaks(draw: () => number): Break[] {
  return Array.from({ length: drawBelow(MOST_BREAKS, draw) }, (): Break => ({
    afterEvents: drawBelow(MOST_EVENTS, draw),
    how: draw() < 0.5 ? 'CLOSED' : 'GONE',
    awayMs: drawBelow(LONGEST_AWAY_MS, draw),
  })).sort((a, b) => a.afterEvents - b.afterEvents);
}
