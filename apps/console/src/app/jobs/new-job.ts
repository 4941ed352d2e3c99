import {
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  resource,
  signal,
} from '@angular/core';
import { FormField, FormRoot, form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatExpansionModule } from '@angular/material/expansion';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSelectModule } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import { exportFormatSchema } from '@plot-palette/domain';
import { allPages } from '../api/all-pages';
import { ApiClient } from '../api/api-client';
import { ApiProblem, asProblem } from '../api/api-problem';
import { fieldIssues, type FieldIssue } from '../api/field-issues';
import { ProblemPanel } from '../api/problem-panel';
import { PageHeader } from '../layout/page-header';
import { settled } from '../layout/settled';
import { SeedValidationResult } from '../seed-data/seed-validation-result';
import { usableTemplates } from '../templates/usable-templates';
import { jobInputOf, newJobDraft } from './job-draft';
import { JobEstimatePanel } from './job-estimate-panel';
import { jobRules } from './job-rules';
import { ModelNotice } from './model-notice';

const ESTIMATE_DELAY_MS = 400;

@Component({
  selector: 'app-new-job',
  imports: [
    FormField,
    FormRoot,
    JobEstimatePanel,
    MatButtonModule,
    MatExpansionModule,
    MatFormFieldModule,
    MatInputModule,
    MatProgressBarModule,
    MatSelectModule,
    ModelNotice,
    PageHeader,
    ProblemPanel,
    RouterLink,
    SeedValidationResult,
  ],
  templateUrl: './new-job.html',
  styleUrl: './new-job.scss',
})
export class NewJob {
  readonly #api = inject(ApiClient);
  readonly #router = inject(Router);
  /** Of this form: sending it twice makes one job. */
  readonly #idempotencyKey = crypto.randomUUID();

  /** Query parameters: what the form begins with. */
  readonly template = input<string>();
  readonly seed = input<string>();

  protected readonly formats = exportFormatSchema.options;
  protected readonly priorities = PRIORITIES;
  protected readonly partitions = PARTITIONS;
  protected readonly failure = signal<ApiProblem | undefined>(undefined);

  protected readonly templates = resource({
    loader: () => usableTemplates(this.#api),
  });
  protected readonly seeds = resource({
    loader: async () => {
      const all = await allPages((page) => this.#api.seeds(page));
      return all.filter(({ state }) => state === 'READY');
    },
  });

  protected readonly draft = linkedSignal(() =>
    newJobDraft({
      templateId: this.template() ?? '',
      seedId: this.seed() ?? '',
    }),
  );
  protected readonly job = form(this.draft, jobRules, {
    submission: { action: () => this.#submit() },
  });

  protected readonly versions = computed(() => {
    const templates = this.templates.hasValue() ? this.templates.value() : [];
    const chosen = templates.find(
      ({ templateId }) => templateId === this.draft().templateId,
    );
    return Array.from(
      { length: chosen?.version ?? 0 },
      (_, index) => (chosen?.version ?? 0) - index,
    );
  });

  readonly #pairing = computed(
    () => {
      const { templateId, templateVersion, seedId } = this.draft();
      return templateId === '' || seedId === ''
        ? undefined
        : { templateId, templateVersion, seedId };
    },
    { equal: sameJson },
  );
  protected readonly validation = resource({
    params: this.#pairing,
    loader: ({ params: { seedId, templateId, templateVersion } }) =>
      this.#api.validateSeed(seedId, templateId, templateVersion || undefined),
  });

  readonly #request = computed(() => jobInputOf(this.draft()), {
    equal: sameJson,
  });
  readonly #settledRequest = settled(this.#request, ESTIMATE_DELAY_MS);
  protected readonly estimate = resource({
    params: () =>
      this.validation.hasValue() && this.validation.value().valid
        ? this.#settledRequest()
        : undefined,
    loader: async ({ params }) => ({
      costs: await this.#api.estimateJob(params),
      request: params,
    }),
  });

  protected chooseTemplate(): void {
    this.job.templateVersion().value.set(0);
  }

  protected setBudget(budgetUsd: number): void {
    this.job.budgetUsd().value.set(budgetUsd);
  }

  async #submit(): Promise<FieldIssue[] | undefined> {
    const request = this.#request();
    if (request === undefined) return undefined;
    this.failure.set(undefined);
    try {
      const { jobId } = await this.#api.createJob(
        request,
        this.#idempotencyKey,
      );
      await this.#router.navigate(['/jobs', jobId]);
      return undefined;
    } catch (error) {
      const problem = asProblem(error);
      this.failure.set(problem);
      return fieldIssues(this.job, problem);
    }
  }
}

const PRIORITIES = [
  { value: 1, label: '1: before all others' },
  { value: 3, label: '3: soon' },
  { value: 5, label: '5: normal' },
  { value: 7, label: '7: later' },
  { value: 9, label: '9: when nothing else waits' },
] as const;

const PARTITIONS = [
  { value: 'none', label: 'One file per format' },
  { value: 'timestamp', label: 'Split by day' },
  { value: 'category', label: 'Split by category' },
] as const;

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
