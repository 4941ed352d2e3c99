import type { Download, ExportFile, ExportFormat } from '@plot-palette/domain';

/** Without a link until the API was asked for one. */
export type DownloadFile = ExportFile & Partial<Download['files'][number]>;

/** The files of one format: one, or one for each partition. */
export interface DownloadGroup {
  readonly format: ExportFormat;
  readonly isPartitioned: boolean;
  readonly files: readonly DownloadFile[];
  readonly rows: number;
  readonly bytes: number;
}

export function downloadGroups(
  files: readonly DownloadFile[],
): DownloadGroup[] {
  const formats = new Map<ExportFormat, DownloadFile[]>();
  for (const file of files)
    formats.set(file.format, [...(formats.get(file.format) ?? []), file]);
  return [...formats].map(([format, own]) => ({
    format,
    isPartitioned: own.some(({ partition }) => partition !== undefined),
    files: own,
    rows: own.reduce((sum, { rows }) => sum + rows, 0),
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
  }));
}
