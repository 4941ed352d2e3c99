import type { InfrastructurePrice, NanoUsd } from '@plot-palette/domain';

export interface RunningSpend {
  readonly seconds: number;
  readonly workerNanoUsd: NanoUsd;
  readonly operations: number;
  readonly storageNanoUsd: NanoUsd;
}

/** Storage requests made so far; listings are priced as puts. */
export interface OperationCounts {
  readonly puts: number;
  readonly gets: number;
}

/** What running so long, with so many storage requests, costs. */
export function runningSpend(
  elapsedMs: number,
  { puts, gets }: OperationCounts,
  price: InfrastructurePrice,
): RunningSpend {
  const seconds = Math.ceil(elapsedMs) / 1_000;
  return {
    seconds,
    workerNanoUsd: Math.ceil(seconds * price.workerNanoUsdPerSecond),
    operations: puts + gets,
    storageNanoUsd: puts * price.putNanoUsd + gets * price.getNanoUsd,
  };
}

export function totalOf({
  workerNanoUsd,
  storageNanoUsd,
}: RunningSpend): NanoUsd {
  return workerNanoUsd + storageNanoUsd;
}
