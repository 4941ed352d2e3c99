import { DecimalPipe } from '@angular/common';
import { Component, computed, inject, input, resource } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import type { Download, ExportFile } from '@plot-palette/domain';
import { ApiClient } from '../api/api-client';
import { ProblemPanel } from '../api/problem-panel';
import { lastValue, reloadEvery } from '../api/reload-every';
import { formatBytes } from '../layout/sizes';

/** Links hold for 15 minutes; new ones are fetched before that. */
const RENEW_MS = 10 * 60_000;

type Row = ExportFile & Partial<Download['files'][number]>;

@Component({
  selector: 'app-job-downloads',
  imports: [DecimalPipe, MatButtonModule, MatIconModule, ProblemPanel],
  templateUrl: './job-downloads.html',
  styleUrl: './job-downloads.scss',
})
export class JobDownloads {
  readonly #api = inject(ApiClient);

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
  protected readonly rows = computed<readonly Row[]>(
    () => this.#known()?.files ?? this.files(),
  );

  constructor() {
    reloadEvery(this.links, () => RENEW_MS);
  }

  protected nameOf({ key }: ExportFile): string {
    return key.split('/exports/').at(-1) ?? key;
  }
}
