import { parse } from 'yaml';
import { EMPTY_TOTALS, EMPTY_USAGE, storageKeys } from '@plot-palette/domain';
import {
  JOB_ID,
  ORIGIN,
  accepted,
  exported,
  rejected,
} from './dataset.fixture';
import { datasetCard } from './dataset-card';

type CardRequest = Parameters<typeof exported>[0];

async function card(request: CardRequest): Promise<{
  matter: Record<string, unknown>;
  body: string;
}> {
  const { sink } = await exported(request);
  const text = sink.bytes(storageKeys.datasetCard(JOB_ID)).toString();
  const [, matter = '', body = ''] =
    /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
  return { matter: parse(matter) as Record<string, unknown>, body };
}

describe(datasetCard.name, () => {
  it('tells the Hub what it is and where its files are', async () => {
    const { matter } = await card({
      formats: ['PARQUET', 'CSV'],
      accepted: [accepted(0, { answer: { tags: ['a'], by: [{ n: 1 }] } })],
      steps: [
        {
          id: 'answer',
          outputSchema: {
            properties: {
              tags: { type: 'array', items: { type: 'string' } },
              by: {
                type: 'array',
                items: { properties: { n: { type: 'integer' } } },
              },
            },
          },
        },
      ],
    });
    expect(matter).toEqual({
      pretty_name: 'Tickets',
      tags: ['synthetic'],
      size_categories: ['n<1K'],
      configs: [
        {
          config_name: 'parquet',
          default: true,
          data_files: [{ split: 'train', path: 'dataset.parquet' }],
        },
        {
          config_name: 'csv',
          data_files: [{ split: 'train', path: 'dataset.csv' }],
        },
      ],
      dataset_info: [
        {
          config_name: 'parquet',
          features: [
            { name: 'record_index', dtype: 'int64' },
            { name: 'seed_row', dtype: 'int64' },
            {
              name: 'steps',
              struct: [
                {
                  name: 'answer',
                  struct: [
                    { name: 'prompt', dtype: 'string' },
                    {
                      name: 'output',
                      struct: [
                        { name: 'tags', list: 'string' },
                        { name: 'by', list: [{ name: 'n', dtype: 'int64' }] },
                      ],
                    },
                    { name: 'model', dtype: 'string' },
                    { name: 'input_tokens', dtype: 'int64' },
                    { name: 'output_tokens', dtype: 'int64' },
                    { name: 'cost_usd', dtype: 'float64' },
                  ],
                },
              ],
            },
            { name: 'attempts', dtype: 'int64' },
            { name: 'cost_usd', dtype: 'float64' },
          ],
        },
      ],
    });
  });

  it('counts as the manifest does', async () => {
    const { matter, body } = await card({
      formats: ['JSONL'],
      asked: 2_000,
      accepted: Array.from({ length: 1_000 }, (_, index) =>
        accepted(index, { answer: 'a' }),
      ),
      rejected: [rejected(1_000)],
    });
    expect(matter).toMatchObject({ size_categories: ['1K<n<10K'] });
    expect(matter).not.toHaveProperty('dataset_info');
    expect(body).toContain('| 2000 | 1000 | 1 | 999 |');
    expect(body).toContain('| `dataset.jsonl` | 1000 |');
    expect(body).toContain('| `rejected.jsonl` | 1 |');
    expect(body).toContain('$0.0015');
  });

  it('says what each model took, and what lost workers cost', async () => {
    const usage = {
      ...EMPTY_USAGE,
      calls: 4,
      inputTokens: 50,
      cacheReadTokens: 30,
      cacheWriteTokens: 20,
      outputTokens: 10,
      costNanoUsd: 2_000_000,
      writtenOffNanoUsd: 1_000_000,
    };
    const { body } = await card({
      formats: ['JSONL'],
      accepted: [accepted(0, { answer: 'a' })],
      origin: {
        ...ORIGIN,
        totals: {
          ...EMPTY_TOTALS,
          usage: { 'nova-lite': usage, claude: EMPTY_USAGE },
          resentRecords: 3,
          resentNanoUsd: 500_000,
        },
      },
    });
    expect(body.split('\n').filter((line) => / \$/.test(line))).toEqual([
      '| claude | 0 | 0 | 0 | 0 | 0 | $0.00 | $0.00 |',
      '| nova\\-lite | 4 | 50 | 30 | 20 | 10 | $0.0020 | $0.0010 |',
      expect.stringContaining('Model calls cost $0.00'),
      expect.stringContaining(
        '3 records were lost with a worker after being asked for; making them again cost $0.00050 of that.',
      ),
    ]);
  });

  it('points at partitions', async () => {
    const { matter, body } = await card({
      formats: ['JSONL'],
      partitioning: { by: 'category', category: '`|x' },
      accepted: [accepted(0, { answer: 'a' })],
    });
    expect(matter).toMatchObject({
      configs: [
        { data_files: [{ path: 'partitioned/category/**/records.jsonl' }] },
      ],
    });
    expect(body).toContain(
      '| `partitioned/category/%60%7Cx/records.jsonl` | 1 |',
    );
  });

  it('takes any name for text', async () => {
    const hostile =
      'a"\n---\nlicense: mit # \u2028\u0085\ud800\n\n# <b>[x](http://e.example)</b> | `c` www.e.example';
    const { matter, body } = await card({
      formats: ['JSONL'],
      origin: {
        ...ORIGIN,
        jobName: hostile,
        templateName: hostile,
        seedName: hostile,
        models: { answer: hostile },
      },
    });
    expect(matter).toMatchObject({
      pretty_name: hostile.replace('\ud800', '\ufffd'),
    });
    expect(matter).not.toHaveProperty('license');
    const escaped = String.raw`a\" \-\-\- license\: mit \# \# \<b\>\[x\]\(http\:\/\/e\.example\)\<\/b\> \| \`c\` www\.e\.example`;
    expect(body.split('\n').filter((line) => line.includes(escaped))).toEqual([
      `# ${escaped}`,
      expect.stringContaining(`template “${escaped}” (version 3)`),
      `| answer | ${escaped} |`,
    ]);
  });
});
