import { DatePipe } from '@angular/common';
import {
  Component,
  computed,
  inject,
  input,
  resource,
  signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { Router, RouterLink } from '@angular/router';
import { formatUsd, isPipelineFailure } from '@plot-palette/domain';
import { asProblem } from '../api/api-problem';
import { PageVisibility } from '../api/page-visibility';
import { ProblemPanel } from '../api/problem-panel';
import { lastValue, reloadEvery } from '../api/reload-every';
import { PageHeader } from '../layout/page-header';
import { formatMilliseconds } from '../layout/sizes';
import { AnswerText } from '../studio/chat/answer-text';
import { AnalysisPanel } from './analysis-panel';
import { stageRows } from './pipeline-stages';
import { PipelineStatusChip } from './pipeline-status-chip';
import { PipelinesApi } from './pipelines-api';

const POLL_MS = 1_000;
const HIDDEN_POLL_MS = 15_000;

/** One execution: its stages while they run, then what came of them. */
@Component({
  selector: 'app-pipeline-page',
  imports: [
    AnalysisPanel,
    AnswerText,
    DatePipe,
    MatButtonModule,
    MatIconModule,
    MatProgressBarModule,
    PageHeader,
    PipelineStatusChip,
    ProblemPanel,
    RouterLink,
  ],
  templateUrl: './pipeline-page.html',
  styleUrl: './pipeline-page.scss',
})
export class PipelinePage {
  readonly #api = inject(PipelinesApi);
  readonly #router = inject(Router);
  readonly #visible = inject(PageVisibility).visible;

  readonly pipelineId = input.required<string>();

  protected readonly formatUsd = formatUsd;
  protected readonly formatMilliseconds = formatMilliseconds;
  protected readonly execution = resource({
    params: () => this.pipelineId(),
    loader: ({ params }) => this.#api.pipeline(params),
  });
  protected readonly shown = lastValue(this.execution, this.pipelineId);
  protected readonly stages = computed(() => {
    const execution = this.shown();
    return execution === undefined ? [] : stageRows(execution);
  });
  protected readonly canRedrive = computed(() => {
    const execution = this.shown();
    return execution !== undefined && isPipelineFailure(execution.status);
  });
  protected readonly acting = signal(false);
  protected readonly failure = signal<unknown>(undefined);

  constructor() {
    reloadEvery(this.execution, () => {
      if (this.shown()?.status !== 'RUNNING') return undefined;
      return this.#visible() ? POLL_MS : HIDDEN_POLL_MS;
    });
  }

  protected async redrive(): Promise<void> {
    this.acting.set(true);
    this.failure.set(undefined);
    try {
      const { pipeline_id } = await this.#api.redrivePipeline(
        this.pipelineId(),
      );
      await this.#router.navigate(['/pipelines', pipeline_id]);
    } catch (error) {
      this.failure.set(asProblem(error));
    } finally {
      this.acting.set(false);
    }
  }
}
