import type { StudioStores } from '@plot-palette/stores';
import { MemoryCardReader } from './memory-card-reader.fixture';
import { MemoryCardHeads, MemoryPromptCards } from './memory-cards.fixture';
import { MemoryConnections } from './memory-connections.fixture';
import { MemoryPipelineLogs } from './memory-pipelines.fixture';
import { MemoryMetrics } from './memory-metrics.fixture';
import { MemoryProjects } from './memory-projects.fixture';
import { MemoryRuns } from './memory-runs.fixture';
import { MemorySessions } from './memory-sessions.fixture';

/** The studio's stores of one test, in memory. */
export class MemoryStudio {
  readonly projects = new MemoryProjects();
  readonly promptCards = new MemoryPromptCards();
  readonly cardHeads = new MemoryCardHeads(this.promptCards);
  readonly cardReader = new MemoryCardReader(this.promptCards);
  readonly connections = new MemoryConnections();
  readonly sessions = new MemorySessions();
  readonly runs = new MemoryRuns(this.sessions);
  readonly pipelineLogs = new MemoryPipelineLogs();
  readonly metrics = new MemoryMetrics();

  /** Store classes have private members, so no fake is assignable to them. */
  asStores(): StudioStores {
    return { ...this } as unknown as StudioStores;
  }
}
