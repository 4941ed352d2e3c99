import type { AcceptedRecord } from '@plot-palette/domain';
/* eslint-disable @nx/enforce-module-boundaries -- The latencies are the simulator's own: to state its formula twice would be worse than to reach into its folder. */
import { drawsOf } from '../../../apps/local/src/model-server/sim/draw';
import { latencyMs } from '../../../apps/local/src/model-server/sim/latency';
import { parseSimSettings } from '../../../apps/local/src/model-server/sim/sim-settings';
import { readConverseRequest } from '../../../apps/local/src/model-server/wire/converse-request';
/* eslint-enable @nx/enforce-module-boundaries */
import { MAX_TOKENS, MODEL } from './bench-job';
import type { Scenario } from './scenarios';

/** Of the records' calls, as the worker measured them; the simulator's timers may fire this much early. */
const EARLY_MS = 5;

/**
 * What the simulator made each record wait, all its steps together, in milliseconds.
 * @throws Error when a call took less than that: then the prompts are not those that the simulator saw.
 */
export function simulatedDurations(
  records: readonly AcceptedRecord[],
  { simulator, kill }: Scenario,
): number[] {
  const settings = parseSimSettings(simulator);
  // Where calls are refused for their number, or made again after a kill, which attempt was served is not known.
  const isKnown = settings.maxInFlight === null && kill !== true;
  return records.map(({ index, prompts, steps }) => {
    let total = 0;
    for (const [id, { latencyMs: measuredMs }] of Object.entries(steps)) {
      const { prompt } = readConverseRequest(MODEL.modelId, {
        messages: [{ role: 'user', content: [{ text: prompts[id] ?? '' }] }],
        inferenceConfig: { maxTokens: MAX_TOKENS },
      });
      let attempt = 1;
      while (
        drawsOf(settings.seed, prompt, attempt)('throttle') <
        settings.throttleRate
      )
        attempt += 1;
      const draw = drawsOf(settings.seed, prompt, attempt);
      const waitedMs = latencyMs(settings.latency, draw);
      if (isKnown && measuredMs < waitedMs - EARLY_MS)
        throw new Error(
          `Record ${index} took ${measuredMs} ms, less than the ${waitedMs} ms of the simulator.`,
        );
      total += waitedMs;
    }
    return total;
  });
}
