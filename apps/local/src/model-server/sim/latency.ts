import type { Draw } from './draw';
import type { SimSettings } from './sim-settings';

const MAX_LATENCY_MS = 600_000;

/** How long a call takes, in milliseconds. Lognormal by the Box-Muller transform, capped at ten minutes. */
export function latencyMs(latency: SimSettings['latency'], draw: Draw): number {
  if (latency.kind === 'fixed') return latency.ms;
  const radius = Math.sqrt(-2 * Math.log(1 - draw('latencyRadius')));
  const normal = radius * Math.cos(2 * Math.PI * draw('latencyAngle'));
  return Math.min(
    MAX_LATENCY_MS,
    latency.medianMs * Math.exp(latency.sigma * normal),
  );
}
