import type { ModelBackend } from '../model-backend';
import { Stats } from '../stats/stats';

/** What all requests share. */
export class ServerState {
  private current = new Stats();

  constructor(
    readonly backend: ModelBackend,
    readonly maxBodyBytes: number,
  ) {}

  /** Always read anew: a reset puts other statistics here while calls are open. */
  get stats(): Stats {
    return this.current;
  }

  resetStats(): void {
    this.current = new Stats(this.current.openCalls);
  }
}
