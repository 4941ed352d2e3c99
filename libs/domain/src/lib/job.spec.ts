import { jobRequestSchema } from './job';
import {
  closingCost,
  DEFAULT_INFRASTRUCTURE_PRICE,
} from './infrastructure-price';

const ID = '5d1b8a2e-93c6-4a53-8a7e-2d2f0a6e9b10';
const REQUEST = { templateId: ID, seedId: ID, records: 1, budgetUsd: 1 };

describe('partitions of a job', () => {
  it.each([
    {},
    { partitionBy: 'timestamp' },
    { partitionBy: 'category' },
    { partitionBy: 'category', categoryPath: 'seed.genre' },
  ])('may be %j', (partitions) => {
    expect(
      jobRequestSchema.safeParse({ ...REQUEST, ...partitions }).success,
    ).toBe(true);
  });

  it.each([
    { partitionBy: 'month' },
    { partitionBy: 'category', categoryPath: 'genre' },
    { partitionBy: 'timestamp', categoryPath: 'seed.genre' },
    { categoryPath: 'seed.genre' },
  ])('may not be %j', (partitions) => {
    const { error } = jobRequestSchema.safeParse({ ...REQUEST, ...partitions });
    expect(error?.issues).toHaveLength(1);
  });

  it('reserve what writing their files costs, and so do records', () => {
    const price = DEFAULT_INFRASTRUCTURE_PRICE;
    expect(
      closingCost(1, price, { partitioned: true }) - closingCost(1, price),
    ).toBe(101 * 3 * price.putNanoUsd);
    expect(
      closingCost(1, price, { records: 1_000 }) - closingCost(1, price),
    ).toBe(price.workerNanoUsdPerSecond + 10 * price.putNanoUsd);
  });
});
