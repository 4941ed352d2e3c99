/** Largest distance of a quantile from the sample that it stands for, as a share of that sample. */
export const HISTOGRAM_RELATIVE_ERROR = 0.02;

/** Bounds of neighbouring buckets have this ratio (Masson et al., "DDSketch", 2019). */
const RATIO = (1 + HISTOGRAM_RELATIVE_ERROR) / (1 - HISTOGRAM_RELATIVE_ERROR);

/** How many samples fell into each bucket. Sums of histograms are histograms of all their samples. */
export type Histogram = Readonly<Record<number, number>>;

/** Bucket of a sample, 0 or at least 1, such as milliseconds: 0 has a bucket of its own, and each other one is wider than the last. */
export function bucketOf(sample: number): number {
  return sample < 1 ? 0 : 1 + Math.ceil(Math.log(sample) / Math.log(RATIO));
}

export function sampleCount(histogram: Histogram): number {
  return Object.values(histogram).reduce((sum, count) => sum + count, 0);
}

export function addHistograms(histograms: readonly Histogram[]): Histogram {
  const sum: Record<number, number> = {};
  for (const histogram of histograms)
    for (const [bucket, count] of Object.entries(histogram))
      sum[Number(bucket)] = (sum[Number(bucket)] ?? 0) + count;
  return sum;
}

/**
 * The smallest sample that is not exceeded by a share `quantile` (0 to 1) of all, within
 * {@link HISTOGRAM_RELATIVE_ERROR}; undefined without samples.
 */
export function quantileOf(
  histogram: Histogram,
  quantile: number,
): number | undefined {
  const rank = Math.max(1, Math.ceil(quantile * sampleCount(histogram)));
  const buckets = Object.keys(histogram)
    .map(Number)
    .sort((a, b) => a - b);
  let seen = 0;
  for (const bucket of buckets) {
    seen += histogram[bucket] ?? 0;
    if (seen >= rank) return middleOf(bucket);
  }
  return undefined;
}

/** Equally far, as a share, from both bounds of the bucket. */
function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : (2 * RATIO ** (bucket - 1)) / (1 + RATIO);
}
