import { DatePipe, DecimalPipe } from '@angular/common';
import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatTableModule } from '@angular/material/table';
import { MatTooltipModule } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import type { SeedData } from '@plot-palette/domain';
import { ApiClient } from '../api/api-client';
import { ProblemPanel } from '../api/problem-panel';
import { lastValue, reloadEvery } from '../api/reload-every';
import { Confirm } from '../layout/confirm';
import { CursorTrail } from '../layout/cursor-trail';
import { EmptyState } from '../layout/empty-state';
import { PageHeader } from '../layout/page-header';
import { Pager } from '../layout/pager';
import { formatBytes } from '../layout/sizes';
import { SeedStateChip, isSettled } from './seed-state-chip';
import { SeedUploadArea } from './seed-upload';

const POLL_MS = 1_500;
/** An upload that was given up stays "waiting" for ever: not a reason to ask for ever. */
const FRESH_MS = 20 * 60_000;

@Component({
  selector: 'app-seed-data-list',
  imports: [
    DatePipe,
    DecimalPipe,
    EmptyState,
    MatButtonModule,
    MatIconModule,
    MatProgressBarModule,
    MatTableModule,
    MatTooltipModule,
    PageHeader,
    Pager,
    ProblemPanel,
    RouterLink,
    SeedStateChip,
    SeedUploadArea,
  ],
  templateUrl: './seed-data-list.html',
  styleUrl: './seed-data-list.scss',
})
export class SeedDataList {
  readonly #api = inject(ApiClient);
  readonly #confirm = inject(Confirm);

  protected readonly columns = [
    'name',
    'state',
    'rows',
    'bytes',
    'createdAt',
    'actions',
  ];
  protected readonly formatBytes = formatBytes;
  protected readonly trail = new CursorTrail();
  protected readonly failure = signal<unknown>(undefined);
  protected readonly page = resource({
    params: () => ({ cursor: this.trail.current() }),
    loader: ({ params }) => this.#api.seeds(params),
  });
  protected readonly shown = lastValue(this.page, this.trail.current);
  readonly #isChanging = computed(
    () => this.shown()?.items.some(isChanging) ?? false,
  );

  constructor() {
    reloadEvery(this.page, () => (this.#isChanging() ? POLL_MS : undefined));
  }

  protected showNewest(): void {
    this.trail.reset();
    this.page.reload();
  }

  protected async remove({ seedId, name }: SeedData): Promise<void> {
    const isSure = await this.#confirm.ask({
      title: `Delete “${name}”?`,
      text: 'The file and everything that was read from it are deleted. Datasets made with it stay.',
      action: 'Delete the file',
    });
    if (!isSure) return;
    this.failure.set(undefined);
    try {
      await this.#api.deleteSeed(seedId);
      this.page.reload();
    } catch (error) {
      this.failure.set(error);
    }
  }
}

function isChanging({ state, createdAt }: SeedData): boolean {
  return !isSettled(state) && Date.now() - Date.parse(createdAt) < FRESH_MS;
}
