import { hashPrompt } from '../prompt-hash';
import { drawsOf } from './draw';
import { latencyMs } from './latency';

const samples = (sigma: number) =>
  Array.from({ length: 5000 }, (_, index) =>
    latencyMs(
      { kind: 'lognormal', medianMs: 800, sigma },
      drawsOf(3, hashPrompt('model', [index]), 1),
    ),
  ).sort((a, b) => a - b);

describe(latencyMs.name, () => {
  it('is what a fixed latency says', () => {
    expect(latencyMs({ kind: 'fixed', ms: 42 }, () => 0.5)).toBe(42);
  });

  it('has the median and the spread of its lognormal distribution', () => {
    const sorted = samples(0.5);
    const median = sorted[2500] ?? 0;
    expect(median / 800).toBeCloseTo(1, 1);
    // The 84th percentile of a lognormal lies one sigma above the median.
    expect(Math.log((sorted[4207] ?? 0) / median)).toBeCloseTo(0.5, 1);
  });

  it('is the median where nothing varies', () => {
    expect(samples(0).every((ms) => ms === 800)).toBe(true);
  });

  it('ends at ten minutes even at an extreme draw', () => {
    expect(
      latencyMs({ kind: 'lognormal', medianMs: 600_000, sigma: 5 }, (kind) =>
        kind === 'latencyAngle' ? 0 : 1 - 2 ** -32,
      ),
    ).toBe(600_000);
  });
});
