import type { StudioStores } from '@plot-palette/stores';
import { MemoryConnections } from './memory-connections.fixture';

/** The studio's stores of one test, in memory. */
export class MemoryStudio {
  readonly connections = new MemoryConnections();

  /** Store classes have private members, so no fake is assignable to them. */
  asStores(): StudioStores {
    return { ...this } as unknown as StudioStores;
  }
}
