import type { RunStore } from '@plot-palette/stores';

/** What whoever follows runs reads and writes of them; never the log itself. */
export type RunLog = Pick<RunStore, 'read' | 'eventsAfter' | 'requestStop'>;
