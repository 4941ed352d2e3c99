import { setTimeout as pause } from 'node:timers/promises';
import { drawBelow } from '../harness/draws';
import { processesOfFunction } from '../harness/function-process';
import type { Outputs } from '../harness/outputs';
import { ticksOf } from '../harness/processes';

/** Whoever generates writes several times in it. */
const LOOK_MS = 800;
const MOST_LOOKS = 10;

/** Kills processes of the run function that are at work; each generates one run at a time. */
export class RunKiller {
  killed = 0;
  private candidates: readonly number[] | undefined;

  constructor(
    private readonly outputs: Pick<Outputs, 'awsEndpointUrl'>,
    private readonly draw: () => number,
  ) {}

  async kill(): Promise<void> {
    // None that was started later: it may have no run of its own yet.
    this.candidates ??= processesOfFunction(this.outputs, 'RunFunction');
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const busy = await this.busy(this.candidates);
      const victim = busy[drawBelow(busy.length, this.draw)];
      if (victim === undefined) continue;
      process.kill(victim, 'SIGKILL');
      this.killed += 1;
      return;
    }
  }

  private async busy(candidates: readonly number[]): Promise<number[]> {
    const before = new Map(candidates.map((pid) => [pid, ticksOf(pid)]));
    await pause(LOOK_MS);
    return candidates.filter((pid) => {
      const [was, is] = [before.get(pid), ticksOf(pid)];
      return was !== undefined && is !== undefined && is > was;
    });
  }
}
