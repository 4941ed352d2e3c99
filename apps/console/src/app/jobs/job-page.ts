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
import {
  canTransition,
  isTerminal,
  type Job,
  type RecordStatus,
} from '@plot-palette/domain';
import { ApiClient } from '../api/api-client';
import { asProblem } from '../api/api-problem';
import { PageVisibility } from '../api/page-visibility';
import { ProblemPanel } from '../api/problem-panel';
import { lastValue, reloadEvery } from '../api/reload-every';
import { Confirm } from '../layout/confirm';
import { PageHeader } from '../layout/page-header';
import { JobDownloads } from './job-downloads';
import { JobModels } from './job-models';
import { JobProgress } from './job-progress';
import { JobRecords } from './job-records';
import { JobShards } from './job-shards';
import { JobSpend } from './job-spend';
import { JobStatusChip } from './job-status-chip';
import { ModelNotice } from './model-notice';
import { ResumeQuestion } from './resume-dialog';

const POLL_MS = 2_000;
const HIDDEN_POLL_MS = 20_000;
/** Enough to see whether the prompts do what they should. */
const FIRST_RECORDS = 5;

@Component({
  selector: 'app-job-page',
  imports: [
    DatePipe,
    JobDownloads,
    JobModels,
    JobProgress,
    JobRecords,
    JobShards,
    JobSpend,
    JobStatusChip,
    MatButtonModule,
    MatIconModule,
    MatProgressBarModule,
    ModelNotice,
    PageHeader,
    ProblemPanel,
    RouterLink,
  ],
  templateUrl: './job-page.html',
  styleUrl: './job-page.scss',
})
export class JobPage {
  readonly #api = inject(ApiClient);
  readonly #router = inject(Router);
  readonly #confirm = inject(Confirm);
  readonly #resumeQuestion = inject(ResumeQuestion);
  readonly #visible = inject(PageVisibility).visible;

  readonly jobId = input.required<string>();

  protected readonly acting = signal(false);
  protected readonly failure = signal<unknown>(undefined);

  protected readonly dashboard = resource({
    params: () => this.jobId(),
    loader: ({ params }) => this.#api.dashboard(params),
  });
  protected readonly shown = lastValue(this.dashboard, this.jobId);
  readonly #job = computed(() => this.shown()?.job);
  protected readonly isGone = computed(
    () =>
      this.#job()?.status === 'DELETING' &&
      asProblem(this.dashboard.error()).status === 404,
  );

  protected readonly recordStatus = signal<RecordStatus | undefined>(undefined);
  protected readonly hasRejected = computed(
    () => (this.shown()?.totals.rejected ?? 0) > 0,
  );
  readonly #finished = computed(() => {
    const { accepted = 0, rejected = 0 } = this.shown()?.totals ?? {};
    const count =
      this.recordStatus() === 'rejected' ? rejected : accepted + rejected;
    return Math.min(FIRST_RECORDS, count);
  });
  protected readonly records = resource({
    // Asked again while there are fewer than the page shows, and never once it is full.
    params: () =>
      this.#finished() === 0
        ? undefined
        : {
            jobId: this.jobId(),
            finished: this.#finished(),
            status: this.recordStatus(),
          },
    loader: ({ params: { jobId, status } }) =>
      this.#api.records(jobId, FIRST_RECORDS, status),
  });
  protected readonly shownRecords = lastValue(
    this.records,
    computed(() => `${this.jobId()} ${this.recordStatus()}`),
  );

  readonly #isActive = computed(() => {
    const job = this.#job();
    return job !== undefined && !isTerminal(job.status);
  });
  protected readonly isStopping = computed(
    () => this.#isActive() && this.#job()?.cancelRequested === true,
  );
  protected readonly canCancel = computed(
    () => this.#isActive() && !this.isStopping(),
  );
  protected readonly canResume = computed(() => this.#may('QUEUED'));
  protected readonly canDelete = computed(() => this.#may('DELETING'));

  constructor() {
    reloadEvery(this.dashboard, () => {
      if (this.isGone() || !this.#isChanging()) return undefined;
      return this.#visible() ? POLL_MS : HIDDEN_POLL_MS;
    });
  }

  protected async cancel({ name, jobId }: Job): Promise<void> {
    await this.#askAnd(
      {
        title: `Cancel “${name}”?`,
        text: 'Calls that are on their way are finished and paid for. What is there is exported, and the job can be resumed later.',
        action: 'Cancel the job',
        keep: 'Let it run',
      },
      () => this.#api.cancelJob(jobId),
    );
  }

  protected async resume(job: Job): Promise<void> {
    const request = await this.#resumeQuestion.ask(job);
    if (request !== undefined)
      await this.#act(() => this.#api.resumeJob(job.jobId, request));
  }

  protected async remove({ name, jobId }: Job): Promise<void> {
    await this.#askAnd(
      {
        title: `Delete “${name}”?`,
        text: 'Its records and exported files are deleted for good. If it is running, it is stopped first.',
        action: 'Delete the job',
      },
      async () => {
        await this.#api.deleteJob(jobId);
        await this.#router.navigateByUrl('/jobs');
      },
    );
  }

  #isChanging(): boolean {
    return this.#isActive() || this.#job()?.status === 'DELETING';
  }

  #may(to: 'QUEUED' | 'DELETING'): boolean {
    const job = this.#job();
    return job !== undefined && canTransition(job.status, to);
  }

  async #askAnd(
    question: Parameters<Confirm['ask']>[0],
    action: () => Promise<void>,
  ): Promise<void> {
    if (await this.#confirm.ask(question)) await this.#act(action);
  }

  async #act(action: () => Promise<void>): Promise<void> {
    this.failure.set(undefined);
    this.acting.set(true);
    try {
      await action();
      this.dashboard.reload();
    } catch (error) {
      this.failure.set(error);
    } finally {
      this.acting.set(false);
    }
  }
}
