import type { StudioStores } from '@plot-palette/stores';
import { MemoryCardHeads, MemoryPromptCards } from './memory-cards.fixture';
import { MemoryConnections } from './memory-connections.fixture';
import { MemoryMetrics } from './memory-metrics.fixture';
import { MemoryProjects } from './memory-projects.fixture';
import { MemoryRuns } from './memory-runs.fixture';

/** The studio's stores of one test, in memory. */
export class MemoryStudio {
  readonly projects = new MemoryProjects();
  readonly promptCards = new MemoryPromptCards();
  readonly cardHeads = new MemoryCardHeads(this.promptCards);
  readonly connections = new MemoryConnections();
  readonly runs = new MemoryRuns();
  readonly metrics = new MemoryMetrics();

  /** Store classes have private members, so no fake is assignable to them. */
  asStores(): StudioStores {
    return { ...this } as unknown as StudioStores;
  }
}
