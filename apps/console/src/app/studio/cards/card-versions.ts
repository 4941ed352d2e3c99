import { DatePipe } from '@angular/common';
import {
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  resource,
  signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatMenuModule } from '@angular/material/menu';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { cardLabelSchema, type PromptCard } from '@plot-palette/domain';
import { ProblemPanel } from '../../api/problem-panel';
import { lastValue } from '../../api/reload-every';
import { issueText } from '../../api/schema-rule';
import { Confirm } from '../../layout/confirm';
import { CursorTrail } from '../../layout/cursor-trail';
import { FocusOnShow } from '../../layout/focus-on-show';
import { Pager } from '../../layout/pager';
import { StatusChip } from '../../layout/status-chip';
import { CardDiffView } from './card-diff-view';
import { CardsApi } from './cards-api';

/** What a card has said before: compared, labelled and brought back here. */
@Component({
  selector: 'app-card-versions',
  imports: [
    CardDiffView,
    DatePipe,
    FocusOnShow,
    MatButtonModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
    MatMenuModule,
    MatProgressBarModule,
    Pager,
    ProblemPanel,
    StatusChip,
  ],
  templateUrl: './card-versions.html',
  styleUrl: './card-versions.scss',
})
export class CardVersions {
  readonly #api = inject(CardsApi);
  readonly #confirm = inject(Confirm);

  readonly card = input.required<PromptCard>();
  /** Whether something was typed that a rollback would replace. */
  readonly hasUnsaved = input(false);
  /** The card as it is after a rollback or with other labels. */
  readonly changed = output<PromptCard>();

  readonly #promptId = computed(() => this.card().promptId);
  protected readonly trail = new CursorTrail();
  protected readonly versions = resource({
    // Read again after every change of the card.
    params: () => ({ card: this.card(), cursor: this.trail.current() }),
    loader: ({ params: { card, cursor } }) =>
      this.#api.cardVersions(card.projectId, card.promptId, {
        limit: 10,
        cursor,
      }),
  });
  protected readonly shown = lastValue(this.versions, this.#promptId);
  protected readonly failure = signal<unknown>(undefined);
  /** The version whose differences to the latest one are shown. */
  protected readonly compared = linkedSignal<string, number | undefined>({
    source: this.#promptId,
    computation: () => undefined,
  });
  protected readonly labelled = linkedSignal<string, number | undefined>({
    source: this.#promptId,
    computation: () => undefined,
  });
  protected readonly labelError = signal('');

  protected labelsOf(version: number): string[] {
    return Object.entries(this.card().labels).flatMap(([label, names]) =>
      names === version ? [label] : [],
    );
  }

  protected async rollBack(version: number): Promise<void> {
    const mayReplace =
      !this.hasUnsaved() ||
      (await this.#confirm.ask({
        title: `Roll back to version ${version}?`,
        text: 'What you have typed is not saved, and is replaced by that version.',
        action: 'Roll back',
      }));
    if (!mayReplace) return;
    await this.#act(() => this.#api.rollBackCard(this.card(), version));
  }

  protected async label(version: number, text: string): Promise<void> {
    const parsed = cardLabelSchema.safeParse(text.trim());
    const issue = parsed.error?.issues[0];
    this.labelError.set(issue === undefined ? '' : issueText(issue));
    if (!parsed.success) return;
    this.labelled.set(undefined);
    await this.#act(() => this.#labelled(parsed.data, version));
  }

  protected async removeLabel(label: string): Promise<void> {
    await this.#act(async () => {
      const { labels } = await this.#api.unlabelCard(this.card(), label);
      return { ...this.card(), labels };
    });
  }

  async #labelled(label: string, version: number): Promise<PromptCard> {
    const { labels } = await this.#api.labelCard(this.card(), label, version);
    return { ...this.card(), labels };
  }

  async #act(action: () => Promise<PromptCard>): Promise<void> {
    this.failure.set(undefined);
    try {
      this.changed.emit(await action());
    } catch (error) {
      this.failure.set(error);
    }
  }
}
