import { formatUsd, type ShardTotals } from '@plot-palette/domain';
import { cardMetadata } from './card-metadata';
import type { DatasetExport } from './export-dataset';
import type { ExportContents } from './export-manifest';
import { markdownTable, markdownText } from './markdown-text';
import { sortedUsage } from './sorted-usage';
import { yamlBlock } from './yaml-block';

const EXPORTS = '/exports/';

/** Where a dataset comes from, frozen with its job. */
export interface DatasetOrigin {
  readonly jobName: string;
  readonly templateName: string;
  readonly templateVersion: number;
  readonly seedName: string;
  readonly seedRows: number;
  /** The model's alias, by step. */
  readonly models: Readonly<Record<string, string>>;
  /** What the generation came to as the checkpoints account it, rejected records and lost answers included. */
  readonly totals: ShardTotals;
}

/** The text of `README.md`, a dataset card. It holds nothing that a repeated export would change. */
export function datasetCard(
  request: Pick<
    DatasetExport,
    'asked' | 'origin' | 'formats' | 'partitioning' | 'steps'
  >,
  contents: ExportContents,
): string {
  const { origin, partitioning } = request;
  const metadata = cardMetadata({
    name: origin.jobName,
    rows: contents.rows,
    formats: [...new Set(request.formats)],
    partitionedBy: partitioning?.by,
    columns: contents.columns,
  });
  const lines = [
    '---',
    ...yamlBlock(metadata),
    '---',
    '',
    `# ${markdownText(origin.jobName)}`,
    '',
    `Synthetic data, made with Plot Palette from the template “${markdownText(origin.templateName)}” (version ${origin.templateVersion}) and the ${origin.seedRows} rows of the seed file “${markdownText(origin.seedName)}”. Every text of an answer was written by a language model; nobody has checked it. A licence is not stated: it depends on the seed data and on the models.`,
    '',
    ...records(request.asked, contents),
    ...models(request.steps, origin),
    ...files(contents),
  ];
  return `${lines.join('\n')}\n`;
}

function records(
  asked: number,
  { counts: { accepted, rejected, notAttempted } }: ExportContents,
): string[] {
  return [
    '## Records',
    '',
    ...markdownTable(
      ['asked for', 'accepted', 'rejected', 'not attempted'],
      [[asked, accepted, rejected, notAttempted].map(String)],
    ),
    '',
    'The files hold the accepted records. `rejected.jsonl` says of the rejected ones why they were given up.',
    '',
  ];
}

function models(
  steps: DatasetExport['steps'],
  { models: aliases, totals }: DatasetOrigin,
): string[] {
  const { modelNanoUsd, infrastructureNanoUsd, usage } = totals;
  return [
    '## Models and cost',
    '',
    ...markdownTable(
      ['step', 'model'],
      steps.map(({ id }) => [
        markdownText(id),
        markdownText(aliases[id] ?? 'unknown'),
      ]),
    ),
    '',
    ...markdownTable(
      [
        'model',
        'calls',
        'tokens in',
        'read from cache',
        'written to cache',
        'tokens out',
        'charged',
        'written off',
      ],
      sortedUsage(usage).map(([alias, spent]) => [
        markdownText(alias),
        String(spent.calls),
        String(spent.inputTokens),
        String(spent.cacheReadTokens),
        String(spent.cacheWriteTokens),
        String(spent.outputTokens),
        formatUsd(spent.costNanoUsd),
        formatUsd(spent.writtenOffNanoUsd),
      ]),
    ),
    '',
    `Model calls cost ${formatUsd(modelNanoUsd)}, the workers' time and storage requests ${formatUsd(infrastructureNanoUsd)}; the export itself is not included. Tokens in are those that no cache held. Written off is what calls may have cost whose answers were lost.`,
    '',
    ...resent(totals),
  ];
}

function resent({ resentRecords, resentNanoUsd }: ShardTotals): string[] {
  return resentRecords === 0
    ? []
    : [
        `${resentRecords} ${resentRecords === 1 ? 'record was' : 'records were'} lost with a worker after being asked for; making them again cost ${formatUsd(resentNanoUsd)} of that.`,
        '',
      ];
}

function files({ files, rejected }: ExportContents): string[] {
  return [
    '## Files',
    '',
    ...markdownTable(
      ['file', 'rows'],
      [...files, rejected].map(({ key, rows }) => [
        // Names of partitions hold nothing that ends a code span.
        `\`${key.slice(key.indexOf(EXPORTS) + EXPORTS.length)}\``,
        String(rows),
      ]),
    ),
    '',
    'Sizes and checksums are in `manifest.json`.',
  ];
}
