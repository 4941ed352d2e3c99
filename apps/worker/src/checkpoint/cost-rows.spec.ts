import {
  EMPTY_USAGE,
  type BatchEntry,
  type HolderSpend,
} from '@plot-palette/domain';
import { batchCostRows, holderCostRows } from './cost-rows';

const place = { jobId: '7f1f3f6c-0b0e-4a53-9a35-8c8a2f6f6a10', shard: 2 };
const usage = {
  ...EMPTY_USAGE,
  calls: 1,
  inputTokens: 5,
  cacheReadTokens: 2,
  outputTokens: 3,
  costNanoUsd: 70,
  writtenOffNanoUsd: 9,
};

describe(batchCostRows.name, () => {
  it('has a row a model, keyed by the manifest’s time', () => {
    const batch: BatchEntry = {
      key: 'k',
      fence: 3,
      seq: 4,
      writtenAt: '2026-01-01T00:00:00.000Z',
      bytes: 1,
      accepted: [],
      rejected: [],
      attempts: 1,
      usage: { llama: usage, claude: usage },
      resentNanoUsd: 0,
    };
    const rows = batchCostRows(place, batch);
    expect(rows.map(({ entry }) => entry)).toEqual([
      '2026-01-01T00:00:00.000Z#2#3-4#model-llama',
      '2026-01-01T00:00:00.000Z#2#3-4#model-claude',
    ]);
    expect(rows[0]).toMatchObject({
      kind: 'model',
      model: 'llama',
      inputTokens: 7,
      cacheReadTokens: 2,
      outputTokens: 3,
      costNanoUsd: 70,
    });
    expect(rows[0]).not.toHaveProperty('cacheWriteTokens');
  });
});

describe(holderCostRows.name, () => {
  it('keeps the same keys while the account grows, so that rows are overwritten', () => {
    const holder: HolderSpend = {
      fence: 3,
      startedAt: '2026-01-01T00:00:00.000Z',
      seconds: 1,
      workerNanoUsd: 10,
      operations: 2,
      storageNanoUsd: 5,
      abandoned: { llama: usage },
    };
    const early = holderCostRows(place, holder);
    const late = holderCostRows(place, {
      ...holder,
      seconds: 9,
      workerNanoUsd: 90,
    });
    expect(late.map(({ entry }) => entry)).toEqual(
      early.map(({ entry }) => entry),
    );
    expect(late.map(({ kind, costNanoUsd }) => [kind, costNanoUsd])).toEqual([
      ['worker', 90],
      ['storage', 5],
      ['model', 70],
    ]);
  });
});
