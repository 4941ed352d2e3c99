import {
  Component,
  computed,
  inject,
  input,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import { moveItemInArray } from '@angular/cdk/drag-drop';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { Router, RouterLink } from '@angular/router';
import {
  MAX_CARDS_PER_PROJECT,
  type PromptCard,
  type PromptCardSummary,
} from '@plot-palette/domain';
import { ProblemPanel } from '../../api/problem-panel';
import { lastValue } from '../../api/reload-every';
import { EmptyState } from '../../layout/empty-state';
import type { HoldsChanges } from '../../layout/unsaved-changes-guard';
import { ProjectFrame } from '../projects/project-frame';
import { StudioApi } from '../studio-api';
import { cardDraft, cardInputOf } from './card-draft';
import { CardEditor } from './card-editor';
import { CardList } from './card-list';
import { CardsApi } from './cards-api';

const NEW = 'new';

@Component({
  selector: 'app-cards-page',
  imports: [
    CardEditor,
    CardList,
    EmptyState,
    MatButtonModule,
    MatIconModule,
    MatProgressBarModule,
    ProblemPanel,
    ProjectFrame,
    RouterLink,
  ],
  templateUrl: './cards-page.html',
  styleUrl: './cards-page.scss',
})
export class CardsPage implements HoldsChanges {
  readonly #api = inject(CardsApi);
  readonly #projects = inject(StudioApi);
  readonly #router = inject(Router);

  readonly projectId = input.required<string>();
  /** Query parameter: the card that is shown, or `new`. */
  readonly card = input<string>();

  protected readonly maxCards = MAX_CARDS_PER_PROJECT;
  protected readonly project = resource({
    params: () => this.projectId(),
    loader: ({ params }) => this.#projects.project(params),
  });
  protected readonly cards = resource({
    params: () => this.projectId(),
    loader: ({ params }) => this.#api.cards(params),
  });
  protected readonly shown = lastValue(this.cards, this.projectId);
  protected readonly failure = signal<unknown>(undefined);
  protected readonly acting = signal(false);
  protected readonly promptId = computed(() =>
    this.card() === NEW ? undefined : this.card(),
  );
  protected readonly editorView = viewChild(CardEditor);

  hasUnsavedChanges(): boolean {
    return this.editorView()?.hasUnsavedChanges() ?? false;
  }

  protected async show(card: PromptCard | undefined): Promise<void> {
    this.cards.reload();
    await this.#router.navigate([], {
      queryParams: { card: card?.promptId ?? null },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected async move({
    from,
    to,
  }: {
    readonly from: number;
    readonly to: number;
  }): Promise<void> {
    const cards = [...(this.shown() ?? [])];
    moveItemInArray(cards, from, to);
    // At once, so that what was dropped does not jump back until the answer is here.
    this.cards.set(cards);
    await this.#act(async () => {
      const ids = cards.map(({ promptId }) => promptId);
      this.cards.set(await this.#api.reorderCards(this.projectId(), ids));
    });
  }

  protected async switch(card: PromptCardSummary): Promise<void> {
    const { projectId, promptId, isActive } = card;
    // At once: the switch has moved already, and moves back with the card when this fails.
    this.cards.update((cards) =>
      cards?.map((other) =>
        other.promptId === promptId ? { ...other, isActive: !isActive } : other,
      ),
    );
    await this.#act(async () => {
      const whole = await this.#api.card(projectId, promptId);
      await this.#api.updateCard(card, {
        ...cardInputOf(cardDraft(whole)),
        isActive: !isActive,
        message: isActive ? 'Switched off' : 'Switched on',
      });
      this.editorView()?.loadAgain(promptId);
    });
    this.cards.reload();
  }

  async #act(action: () => Promise<void>): Promise<void> {
    this.failure.set(undefined);
    this.acting.set(true);
    try {
      await action();
    } catch (error) {
      this.failure.set(error);
      this.cards.reload();
    } finally {
      this.acting.set(false);
    }
  }
}
