// What the benchmark takes from the product to make a job's files as the product itself makes them.
export { describeBatch, encodeBatch, totalsOf } from '@plot-palette/checkpoint';
export { normaliseSeed } from '@plot-palette/datasets';
export {
  DEFAULT_INFRASTRUCTURE_PRICE,
  jobSnapshotSchema,
  manifestSchema,
  storageKeys,
} from '@plot-palette/domain';
