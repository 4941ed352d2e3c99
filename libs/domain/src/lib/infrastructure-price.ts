import { z } from 'zod';
import { MAX_PARTITIONS, exportFormatSchema } from './job';
import { nanoUsdSchema, type NanoUsd } from './money';

/** What a running job costs besides model calls; frozen in its snapshot like the model prices. */
export const infrastructurePriceSchema = z.strictObject({
  /** One worker (1 vCPU, 2 GB) for one second. */
  workerNanoUsdPerSecond: nanoUsdSchema,
  putNanoUsd: nanoUsdSchema,
  getNanoUsd: nanoUsdSchema,
});
export type InfrastructurePrice = z.infer<typeof infrastructurePriceSchema>;

/**
 * Fargate on demand, Linux/x86, us-east-1: $0.04048 a vCPU hour and $0.004445 a GB hour; S3 Standard: $0.005 per 1,000 PUT,
 * $0.0004 per 1,000 GET (AWS price pages, 2026). On-demand prices also bound what Spot costs.
 */
export const DEFAULT_INFRASTRUCTURE_PRICE: InfrastructurePrice = {
  workerNanoUsdPerSecond: 13_714,
  putNanoUsd: 5_000,
  getNanoUsd: 400,
};

/** Seconds that the end of a job may take: drain and last checkpoint of every shard, one export task, Finish. */
const DRAIN_SECONDS_PER_SHARD = 120;
const EXPORT_SECONDS = 300;
/** Ten times what records of 2.5 kB take in all formats (bench/export), for larger ones and for slow tasks. */
const EXPORT_SECONDS_PER_RECORD = 0.001;
/** Objects that the end of a job may write and read: last batches, manifests, exports in parts. */
const CLOSING_PUTS_PER_SHARD = 4;
const EXPORT_PUTS = 64;
/** Files go in parts of 5 MiB: this covers records of 17 kB in all three formats. */
const EXPORT_PUTS_PER_RECORD = 0.01;
const EXPORT_GETS = 256;
/** A file for each partition, and for the rest, in each format. */
const PARTITION_PUTS = (MAX_PARTITIONS + 1) * exportFormatSchema.options.length;

/** Reserved before the first model call, so that a job which runs out of money can still end in order. */
export function closingCost(
  shards: number,
  price: InfrastructurePrice,
  {
    records = 0,
    partitioned = false,
  }: { records?: number; partitioned?: boolean } = {},
): NanoUsd {
  const seconds =
    shards * DRAIN_SECONDS_PER_SHARD +
    EXPORT_SECONDS +
    Math.ceil(records * EXPORT_SECONDS_PER_RECORD);
  const puts =
    shards * CLOSING_PUTS_PER_SHARD +
    EXPORT_PUTS +
    Math.ceil(records * EXPORT_PUTS_PER_RECORD) +
    (partitioned ? PARTITION_PUTS : 0);
  return (
    seconds * price.workerNanoUsdPerSecond +
    puts * price.putNanoUsd +
    EXPORT_GETS * price.getNanoUsd
  );
}

const RUNNING_SECONDS = 60;
const RUNNING_PUTS = 32;
const RUNNING_GETS = 64;

/**
 * What one worker sets aside before its first record, and renews while it runs: its time a minute ahead
 * and the storage requests it may make meanwhile.
 */
export function runningReserve(price: InfrastructurePrice): NanoUsd {
  return (
    RUNNING_SECONDS * price.workerNanoUsdPerSecond +
    RUNNING_PUTS * price.putNanoUsd +
    RUNNING_GETS * price.getNanoUsd
  );
}

/** The smallest budget that certainly pays for `records` records which are made within the first minute. */
export function minimumBudget(
  {
    closingNanoUsd,
    shards,
    records,
    recordBound,
  }: {
    closingNanoUsd: NanoUsd;
    shards: number;
    records: number;
    recordBound: NanoUsd;
  },
  price: InfrastructurePrice,
): NanoUsd {
  return (
    closingNanoUsd + shards * runningReserve(price) + records * recordBound
  );
}
