import { DatePipe, DecimalPipe } from '@angular/common';
import { Component, computed, inject, resource } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatTableModule } from '@angular/material/table';
import { RouterLink } from '@angular/router';
import { formatUsd, isTerminal, type Job } from '@plot-palette/domain';
import { ApiClient } from '../api/api-client';
import { PageVisibility } from '../api/page-visibility';
import { ProblemPanel } from '../api/problem-panel';
import { lastValue, reloadEvery } from '../api/reload-every';
import { CursorTrail } from '../layout/cursor-trail';
import { EmptyState } from '../layout/empty-state';
import { PageHeader } from '../layout/page-header';
import { Pager } from '../layout/pager';
import { JobStatusChip } from './job-status-chip';
import { SegmentBar, type Segment } from './segment-bar';

const POLL_MS = 4_000;
const HIDDEN_POLL_MS = 30_000;

@Component({
  selector: 'app-job-list',
  imports: [
    DatePipe,
    DecimalPipe,
    EmptyState,
    JobStatusChip,
    MatButtonModule,
    MatIconModule,
    MatProgressBarModule,
    MatTableModule,
    PageHeader,
    Pager,
    ProblemPanel,
    RouterLink,
    SegmentBar,
  ],
  templateUrl: './job-list.html',
  styleUrl: './job-list.scss',
})
export class JobList {
  readonly #api = inject(ApiClient);
  readonly #visible = inject(PageVisibility).visible;

  protected readonly columns = [
    'name',
    'status',
    'progress',
    'spent',
    'createdAt',
  ];
  protected readonly formatUsd = formatUsd;
  protected readonly trail = new CursorTrail();
  protected readonly page = resource({
    params: () => ({ cursor: this.trail.current() }),
    loader: ({ params }) => this.#api.jobs(params),
  });
  protected readonly shown = lastValue(this.page, this.trail.current);
  readonly #isChanging = computed(
    () => this.shown()?.items.some(isChanging) ?? false,
  );

  constructor() {
    reloadEvery(this.page, () => {
      if (!this.#isChanging()) return undefined;
      return this.#visible() ? POLL_MS : HIDDEN_POLL_MS;
    });
  }

  protected segments({ counts }: Job): Segment[] {
    return [
      {
        label: `${counts.accepted} accepted`,
        amount: counts.accepted,
        color: 'var(--mat-sys-primary)',
      },
      {
        label: `${counts.rejected} rejected`,
        amount: counts.rejected,
        color: 'var(--mat-sys-error)',
      },
    ];
  }
}

function isChanging({ status }: Job): boolean {
  return !isTerminal(status) || status === 'DELETING';
}
