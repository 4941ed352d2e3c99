import { Component, inject, input, output, resource } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import type { CardDiff, PromptCard } from '@plot-palette/domain';
import { ProblemPanel } from '../../api/problem-panel';
import { CardsApi } from './cards-api';

type LineKind = CardDiff['hunks'][number]['lines'][number]['kind'];

const MARKS: Record<LineKind, string> = {
  same: ' ',
  added: '+',
  removed: '−',
};

/** What turned an old version into the latest one. */
@Component({
  selector: 'app-card-diff',
  imports: [MatButtonModule, MatProgressBarModule, ProblemPanel],
  template: `
    <header>
      <strong>From version {{ version() }} to {{ card().version }}</strong>
      <button matButton type="button" (click)="closed.emit()">Close</button>
    </header>
    @if (diff.error(); as error) {
      <app-problem-panel
        [error]="error"
        retryLabel="Try again"
        (retry)="diff.reload()"
      />
    } @else if (diff.hasValue()) {
      @for (hunk of diff.value().hunks; track $index) {
        <div class="hunk" role="group">
          <div class="place muted">Line {{ hunk.toLine }}</div>
          @for (line of hunk.lines; track $index) {
            <div [class]="line.kind">
              <span class="mark" aria-hidden="true">{{
                marks[line.kind]
              }}</span>
              @if (line.kind !== 'same') {
                <span class="visually-hidden">{{ line.kind }}:</span>
              }
              <span class="text">{{ line.text }}</span>
            </div>
          }
        </div>
      } @empty {
        <p class="muted">Both say the same.</p>
      }
    } @else {
      <mat-progress-bar mode="indeterminate" aria-label="Comparing" />
    }
  `,
  styleUrl: './card-diff-view.scss',
})
export class CardDiffView {
  readonly #api = inject(CardsApi);

  readonly card = input.required<PromptCard>();
  readonly version = input.required<number>();
  readonly closed = output();

  protected readonly marks = MARKS;
  protected readonly diff = resource({
    params: () => ({ card: this.card(), from: this.version() }),
    loader: ({ params: { card, from } }) =>
      this.#api.cardDiff(card.projectId, card.promptId, {
        from,
        to: card.version,
      }),
  });
}
