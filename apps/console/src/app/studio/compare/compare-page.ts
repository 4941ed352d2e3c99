import {
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import {
  FormField,
  apply,
  applyEach,
  form,
  schema,
} from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSelectModule } from '@angular/material/select';
import {
  MAX_COLUMNS,
  MIN_COLUMNS,
  comparisonRequestSchema,
  type Comparison,
} from '@plot-palette/domain';
import { ApiClient } from '../../api/api-client';
import { ProblemPanel } from '../../api/problem-panel';
import { schemaRule } from '../../api/schema-rule';
import { CardsApi } from '../cards/cards-api';
import { ProjectFrame } from '../projects/project-frame';
import { LiveRuns } from '../runs/live-runs';
import { ChatSettingsFields } from '../settings/chat-settings-fields';
import { chatSettingsRules } from '../settings/chat-settings-rules';
import { StudioApi } from '../studio-api';
import { Submission } from '../submission';
import {
  compareDraft,
  comparisonOf,
  labelsOf,
  newColumn,
  type CompareDraft,
} from './compare-draft';
import { CompareResult } from './compare-result';

const rules = schema<CompareDraft>((draft) => {
  schemaRule(draft.text, comparisonRequestSchema.shape.text);
  applyEach(draft.columns, (column) => apply(column.chat, chatSettingsRules));
});

/** One input, answered side by side with different models, parameters or versions of the cards. */
@Component({
  selector: 'app-compare-page',
  imports: [
    ChatSettingsFields,
    CompareResult,
    FormField,
    MatButtonModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
    MatProgressBarModule,
    MatSelectModule,
    ProblemPanel,
    ProjectFrame,
  ],
  providers: [LiveRuns],
  templateUrl: './compare-page.html',
  styleUrl: './compare-page.scss',
  host: { '(keydown.escape)': 'stop()' },
})
export class ComparePage {
  readonly #api = inject(StudioApi);
  readonly #cardsApi = inject(CardsApi);
  readonly #catalogue = inject(ApiClient);
  readonly #live = inject(LiveRuns);
  readonly #injector = inject(Injector);
  readonly #submission = new Submission();

  readonly projectId = input.required<string>();

  protected readonly minColumns = MIN_COLUMNS;
  protected readonly maxColumns = MAX_COLUMNS;
  protected readonly project = resource({
    params: () => this.projectId(),
    loader: ({ params }) => this.#api.project(params),
  });
  protected readonly models = resource({
    loader: () => this.#catalogue.models(),
  });
  protected readonly cards = resource({
    params: () => this.projectId(),
    loader: ({ params }) => this.#cardsApi.cards(params),
  });
  readonly #cards = computed(() =>
    this.cards.hasValue() ? this.cards.value() : [],
  );
  protected readonly labels = computed(() => labelsOf(this.#cards()));

  protected readonly draft = signal(compareDraft());
  protected readonly fields = form(this.draft, rules);
  protected readonly sending = signal(false);
  protected readonly failure = signal<unknown>(undefined);
  protected readonly comparison = signal<Comparison | undefined>(undefined);
  protected readonly results = computed(() =>
    (this.comparison()?.runs ?? []).map((run) => ({
      run,
      feed: this.#live.feeds().get(run.runId),
      loss: this.#live.losses().get(run.runId),
    })),
  );
  protected readonly answersView =
    viewChild<ElementRef<HTMLElement>>('answers');
  protected readonly isRunning = computed(() =>
    this.results().some(
      ({ feed, loss }) => feed?.outcome === undefined && loss === undefined,
    ),
  );
  protected readonly canRun = computed(
    () =>
      !this.sending() &&
      !this.isRunning() &&
      this.draft().text.trim() !== '' &&
      this.fields().valid() &&
      this.project.hasValue() &&
      this.project.value().status === 'ACTIVE',
  );

  protected addColumn(): void {
    this.draft.update((draft) => ({
      ...draft,
      columns: [...draft.columns, newColumn()],
    }));
  }

  protected removeColumn(index: number): void {
    this.draft.update((draft) => ({
      ...draft,
      columns: draft.columns.filter((_, position) => position !== index),
    }));
  }

  protected async run(): Promise<void> {
    if (!this.canRun()) return;
    this.#live.prepare();
    this.sending.set(true);
    await this.#act(async () => {
      const comparison = await this.#submission.send(
        comparisonOf(this.projectId(), this.draft(), this.#cards()),
        (body, key) => this.#api.startComparison(body, key),
      );
      this.comparison.set(comparison);
      for (const { runId } of comparison.runs) this.#live.watch(runId);
      // The button that was pressed is gone, and the answers may be out of sight.
      afterNextRender(() => this.answersView()?.nativeElement.focus(), {
        injector: this.#injector,
      });
    });
    this.sending.set(false);
  }

  protected async stop(): Promise<void> {
    const comparison = this.comparison();
    if (comparison === undefined || !this.isRunning()) return;
    await this.#act(() => this.#api.stopComparison(comparison.comparisonId));
  }

  async #act(action: () => Promise<void>): Promise<void> {
    this.failure.set(undefined);
    try {
      await action();
    } catch (error) {
      this.failure.set(error);
    }
  }
}
