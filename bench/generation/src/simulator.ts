import { z } from 'zod';
import type { Scenario } from './scenarios';

const statsSchema = z.object({
  requests: z.object({ total: z.number() }),
  ok: z.number(),
  uniquePrompts: z.number(),
  errors: z.record(z.string(), z.number()),
  duplicateBilled: z.object({ calls: z.number() }),
  firstCallAt: z.string().nullable(),
});
export type SimulatorStats = z.infer<typeof statsSchema>;

/** The simulator, from its administrative side. */
export class Simulator {
  constructor(private readonly url: string) {}

  /** Sets how it behaves and forgets what it has counted. */
  async prepare(settings: Scenario['simulator']): Promise<void> {
    await this.request('PUT', '/sim/settings', settings);
    await this.request('POST', '/stats/reset');
  }

  async stats(): Promise<SimulatorStats> {
    return statsSchema.parse(await this.request('GET', '/stats'));
  }

  private async request(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { accept: 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.json();
  }
}
