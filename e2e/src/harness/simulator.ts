import { z } from 'zod';
import type { Outputs } from './outputs';

const billSchema = z.looseObject({
  calls: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
});
const statsSchema = z.looseObject({
  requests: z.looseObject({ total: z.number() }),
  duplicates: z.number(),
  peakInFlight: z.number(),
  inFlight: z.number(),
  firstCallAt: z.iso.datetime().nullable(),
  billed: z.looseObject({
    total: billSchema,
    byModel: z.record(z.string(), billSchema),
  }),
});

/** The model server's own account of what it was asked and what it billed. */
export class Simulator {
  private readonly url: string;

  constructor({ modelUrl }: Outputs) {
    this.url = modelUrl;
  }

  async set(settings: Record<string, unknown>): Promise<void> {
    const response = await fetch(`${this.url}/sim/settings`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(settings),
    });
    if (!response.ok)
      throw new Error(
        `sim settings: ${response.status} ${await response.text()}`,
      );
  }

  async reset(): Promise<void> {
    await fetch(`${this.url}/stats/reset`, { method: 'POST' });
  }

  async stats() {
    return statsSchema.parse(await (await fetch(`${this.url}/stats`)).json());
  }
}
