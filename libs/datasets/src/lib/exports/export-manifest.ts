import type {
  ExportFile,
  RecordCounts,
  ShardTotals,
} from '@plot-palette/domain';
import { columnSql } from './column-type';
import type { AcceptedExport } from './export-accepted';
import type { DatasetExport } from './export-dataset';
import type { RejectedFile } from './upload-rejected';
import { sortedUsage } from './sorted-usage';
import type { Measured } from './upload-measured';

/** What was exported, as manifest and card tell it. */
export interface ExportContents extends AcceptedExport {
  readonly rejected: RejectedFile;
  readonly counts: RecordCounts;
}

/** The text of `manifest.json`. It holds nothing that a repeated export would change. */
export function exportManifest(
  { jobId, asked, partitioning, origin: { totals } }: DatasetExport,
  { files, rejected, counts, columns }: ExportContents,
  card: Measured & { readonly key: string },
): string {
  const manifest = {
    schemaVersion: 1,
    jobId,
    asked,
    counts,
    cost: costOf(totals),
    schema: columns.map(({ name, type }) => ({ name, type: columnSql(type) })),
    ...(partitioning === undefined ? {} : { partitions: partitionRows(files) }),
    files,
    rejected,
    card,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Of the generation, in nano-dollars. */
function costOf({
  modelNanoUsd,
  infrastructureNanoUsd,
  usage,
  resentRecords,
  resentNanoUsd,
}: ShardTotals) {
  return {
    modelNanoUsd,
    infrastructureNanoUsd,
    models: Object.fromEntries(sortedUsage(usage)),
    /** Lost with a worker and made again. */
    resent: { records: resentRecords, costNanoUsd: resentNanoUsd },
  };
}

/** Every format has the same partitions. */
function partitionRows(
  files: readonly ExportFile[],
): { partition: string; rows: number }[] {
  return files.flatMap(({ format, partition, rows }) =>
    format === files[0]?.format && partition !== undefined
      ? [{ partition, rows }]
      : [],
  );
}
