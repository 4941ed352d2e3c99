import { DatePipe } from '@angular/common';
import { Component, computed, inject, input, resource } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSelectModule } from '@angular/material/select';
import { MatTableModule } from '@angular/material/table';
import { Router, RouterLink } from '@angular/router';
import { formatUsd, pipelineEndSchema } from '@plot-palette/domain';
import { ProblemPanel } from '../api/problem-panel';
import { CursorTrail } from '../layout/cursor-trail';
import { EmptyState } from '../layout/empty-state';
import { PageHeader } from '../layout/page-header';
import { Pager } from '../layout/pager';
import { formatMilliseconds } from '../layout/sizes';
import { NewPipeline } from './new-pipeline';
import { PIPELINE_LOOKS, PipelineStatusChip } from './pipeline-status-chip';
import { PipelinesApi } from './pipelines-api';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Where messages are sent through the pipeline, and what became of earlier ones. */
@Component({
  selector: 'app-pipeline-list',
  imports: [
    DatePipe,
    EmptyState,
    MatButtonModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
    MatProgressBarModule,
    MatSelectModule,
    MatTableModule,
    NewPipeline,
    PageHeader,
    Pager,
    PipelineStatusChip,
    ProblemPanel,
    RouterLink,
  ],
  templateUrl: './pipeline-list.html',
  styleUrl: './pipeline-list.scss',
})
export class PipelineList {
  readonly #api = inject(PipelinesApi);
  readonly #router = inject(Router);

  /** Query parameters, so that a view can be linked and survives a reload. */
  readonly day = input<string>();
  readonly status = input<string>();

  protected readonly columns = [
    'message',
    'status',
    'time',
    'cost',
    'timestamp',
  ];
  protected readonly statuses = pipelineEndSchema.options.map((value) => ({
    value,
    label: PIPELINE_LOOKS[value].text,
  }));
  protected readonly formatUsd = formatUsd;
  protected readonly formatMilliseconds = formatMilliseconds;
  protected readonly trail = new CursorTrail();
  protected readonly wantedDay = computed(() =>
    DAY.test(this.day() ?? '') ? this.day() : undefined,
  );
  protected readonly wantedStatus = computed(
    () => pipelineEndSchema.safeParse(this.status()).data,
  );
  protected readonly isFiltered = computed(
    () => this.wantedDay() !== undefined || this.wantedStatus() !== undefined,
  );
  protected readonly page = resource({
    params: () => ({
      day: this.wantedDay(),
      status: this.wantedStatus(),
      cursor: this.trail.current(),
    }),
    loader: ({ params }) => this.#api.pipelines(params),
  });

  protected async filter(query: {
    readonly day?: string;
    readonly status?: string;
  }): Promise<void> {
    this.trail.reset();
    const queryParams = Object.fromEntries(
      Object.entries(query).map(([name, value]) => [name, value || null]),
    );
    await this.#router.navigate([], {
      queryParams,
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }
}
