import { DecimalPipe, formatNumber } from '@angular/common';
import {
  Component,
  LOCALE_ID,
  computed,
  inject,
  input,
  resource,
} from '@angular/core';
import { partitionLabel, type ExportFile } from '@plot-palette/domain';
import { ApiClient } from '../api/api-client';
import { ProblemPanel } from '../api/problem-panel';
import { lastValue, reloadEvery } from '../api/reload-every';
import { formatBytes } from '../layout/sizes';
import { downloadGroups } from './download-group';
import { DownloadRow } from './download-row';

/** Links hold for 15 minutes; new ones are fetched before that. */
const RENEW_MS = 10 * 60_000;

@Component({
  selector: 'app-job-downloads',
  imports: [DecimalPipe, DownloadRow, ProblemPanel],
  templateUrl: './job-downloads.html',
  styleUrl: './job-downloads.scss',
})
export class JobDownloads {
  readonly #api = inject(ApiClient);
  readonly #locale = inject(LOCALE_ID);

  readonly jobId = input.required<string>();
  readonly files = input.required<readonly ExportFile[]>();

  protected readonly formatBytes = formatBytes;
  readonly #keys = computed(() =>
    this.files()
      .map(({ key, sha256 }) => key + sha256)
      .join(),
  );
  protected readonly links = resource({
    params: () => ({ jobId: this.jobId(), keys: this.#keys() }),
    loader: ({ params: { jobId } }) => this.#api.download(jobId),
  });
  readonly #known = lastValue(this.links, this.#keys);
  protected readonly groups = computed(() =>
    downloadGroups(this.#known()?.files ?? this.files()),
  );
  protected readonly companions = computed(
    () => this.#known()?.companions ?? [],
  );

  constructor() {
    reloadEvery(this.links, () => RENEW_MS);
  }

  protected nameOf({
    key,
    partition,
  }: Pick<ExportFile, 'key' | 'partition'>): string {
    return partition === undefined
      ? key.slice(key.lastIndexOf('/') + 1)
      : partitionLabel(partition);
  }

  protected factsOf({ format, rows, bytes }: ExportFile): string {
    return `${format} · ${formatNumber(rows, this.#locale)} rows · ${formatBytes(bytes)}`;
  }

  protected aboutOf({ key }: { readonly key: string }): string {
    return COMPANIONS[key.slice(key.lastIndexOf('/') + 1)] ?? '';
  }
}

const COMPANIONS: Readonly<Record<string, string>> = {
  'README.md': 'Dataset card: origin, counts, models, cost',
  'rejected.jsonl': 'Records that were given up, and why',
  'manifest.json': 'Schema, counts and checksums of every file',
};
