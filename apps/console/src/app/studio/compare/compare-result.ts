import { Component, computed, inject, input, resource } from '@angular/core';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import type { Run } from '@plot-palette/domain';
import { AnswerFigures, type Figures } from '../chat/answer-figures';
import { AnswerText } from '../chat/answer-text';
import { failureText } from '../chat/failure-text';
import type { RunFeed } from '../runs/run-feed';
import { StudioApi } from '../studio-api';

/** One answer beside others. */
@Component({
  selector: 'app-compare-result',
  imports: [AnswerFigures, AnswerText, MatIconModule, MatProgressBarModule],
  template: `
    <h3>{{ number() }}</h3>
    @for (note of feed()?.notes ?? []; track $index) {
      <p class="muted">{{ note }}</p>
    }
    @if (feed()?.text; as text) {
      <app-answer-text [text]="text" />
    }
    @if (loss(); as reason) {
      <p class="muted">{{ reason }}</p>
    } @else if (!feed()?.outcome) {
      <mat-progress-bar
        mode="indeterminate"
        aria-label="The answer is being written"
      />
    }
    @if (feed()?.outcome === 'stopped') {
      <p class="muted">Stopped here.</p>
    }
    @if (failure(); as failed) {
      <p class="failure" role="alert">
        <strong>{{ failed.title }}.</strong>
        {{ failed.detail }}
      </p>
    }
    @if (feed()?.outcome) {
      <app-answer-figures [answer]="figures()" />
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 10px;
      min-width: 0;
    }
    .failure {
      padding: 12px 14px;
      border-radius: var(--app-radius);
      background: var(--mat-sys-error-container);
      color: var(--mat-sys-on-error-container);
      overflow-wrap: anywhere;
    }
  `,
  host: { class: 'panel', '[attr.aria-busy]': 'feed()?.outcome === undefined' },
})
export class CompareResult {
  readonly #api = inject(StudioApi);

  readonly number = input.required<number>();
  readonly run = input.required<Run>();
  readonly feed = input<RunFeed | undefined>();
  readonly loss = input<string | undefined>();

  protected readonly failure = computed(() => {
    const failure = this.feed()?.failure;
    return failure === undefined ? undefined : failureText(failure);
  });
  /** What the events do not say (the time to the first token) stands in the run once it is over. */
  readonly #ended = resource({
    params: () =>
      this.feed()?.outcome === undefined ? undefined : this.run().runId,
    loader: ({ params }) => this.#api.run(params),
  });
  protected readonly figures = computed<Figures>(() => {
    const { usage, costNanoUsd = 0, totalMs } = this.feed() ?? {};
    const { timeToFirstTokenMs } = this.#ended.hasValue()
      ? this.#ended.value()
      : {};
    return {
      model: this.feed()?.model || this.run().model,
      costNanoUsd,
      ...(usage === undefined ? {} : { usage }),
      ...(timeToFirstTokenMs === undefined ? {} : { timeToFirstTokenMs }),
      ...(totalMs === undefined ? {} : { processingTime: totalMs }),
    };
  });
}
