import type { Session } from '@plot-palette/domain';
import type { StudioStores } from '@plot-palette/stores';
import { MemoryCardHeads, MemoryPromptCards } from './memory-cards.fixture';
import { MemoryConnections } from './memory-connections.fixture';
import { MemoryPipelineLogs } from './memory-pipelines.fixture';
import { MemoryProjects } from './memory-projects.fixture';
import { MemoryRuns } from './memory-runs.fixture';

/** The studio's stores of one test, in memory. */
export class MemoryStudio {
  readonly connections = new MemoryConnections();
  readonly projects = new MemoryProjects();
  readonly promptCards = new MemoryPromptCards();
  readonly cardHeads = new MemoryCardHeads(this.promptCards);
  readonly connections = new MemoryConnections();
  readonly runs = new MemoryRuns();
  readonly pipelineLogs = new MemoryPipelineLogs();
  readonly sessionRows = new Map<string, Session>();
  readonly sessions = {
    get: async (sessionId: string): Promise<Session | undefined> =>
      this.sessionRows.get(sessionId),
  };

  /** Store classes have private members, so no fake is assignable to them. */
  asStores(): StudioStores {
    return { ...this } as unknown as StudioStores;
  }
}
