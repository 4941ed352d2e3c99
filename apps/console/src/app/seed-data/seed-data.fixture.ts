import type { SeedData } from '@plot-palette/domain';

export const SEED_ID = '6a0c7e2e-6f3f-4c25-9f52-3e0f5f1d0a12';

export function seedData(overrides: Partial<SeedData> = {}): SeedData {
  return {
    seedId: SEED_ID,
    userId: 'user-1',
    name: 'authors',
    fileName: 'authors.jsonl',
    format: 'jsonl',
    state: 'READY',
    bytes: 1_500,
    rows: 12,
    createdAt: new Date().toISOString(),
    updatedAt: new Date().toISOString(),
    ...overrides,
  };
}
