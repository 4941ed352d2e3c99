import {
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  resource,
  signal,
  untracked,
} from '@angular/core';
import { FormField, FormRoot, form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSlideToggleModule } from '@angular/material/slide-toggle';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { PromptCard } from '@plot-palette/domain';
import { ApiProblem, asProblem, isConflict } from '../../api/api-problem';
import { fieldIssues, type FieldIssue } from '../../api/field-issues';
import { ProblemPanel } from '../../api/problem-panel';
import { Confirm } from '../../layout/confirm';
import { PromptField } from '../../templates/prompt-field';
import { cardDraft, cardInputOf } from './card-draft';
import { cardRules } from './card-rules';
import { CardVersions } from './card-versions';
import { CardsApi } from './cards-api';

/** One card, or a new one: every save makes a new version. */
@Component({
  selector: 'app-card-editor',
  imports: [
    CardVersions,
    FormField,
    FormRoot,
    MatButtonModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
    MatProgressBarModule,
    MatSlideToggleModule,
    ProblemPanel,
    PromptField,
  ],
  templateUrl: './card-editor.html',
  styleUrl: './card-editor.scss',
})
export class CardEditor {
  readonly #api = inject(CardsApi);
  readonly #confirm = inject(Confirm);
  readonly #snackBar = inject(MatSnackBar);

  readonly projectId = input.required<string>();
  /** Absent for a new card. */
  readonly promptId = input<string>();
  /** A card was made, changed or deleted: the list is to be read again, and this card, if any, to be shown. */
  readonly changed = output<PromptCard | undefined>();

  protected readonly loaded = resource({
    params: () => {
      const promptId = this.promptId();
      return promptId === undefined
        ? undefined
        : { projectId: this.projectId(), promptId };
    },
    loader: ({ params: { projectId, promptId } }) =>
      this.#api.card(projectId, promptId),
  });
  /** What was made here stays while it is read again, and goes with its id: the next card does not begin as this one. */
  protected readonly saved = linkedSignal<
    { promptId: string | undefined; loaded: PromptCard | undefined },
    PromptCard | undefined
  >({
    source: () => ({
      promptId: this.promptId(),
      loaded: this.loaded.hasValue() ? this.loaded.value() : undefined,
    }),
    computation: ({ promptId, loaded }, previous) =>
      loaded ??
      (previous?.value?.promptId === promptId ? previous?.value : undefined),
  });
  protected readonly failure = signal<ApiProblem | undefined>(undefined);
  protected readonly conflict = computed(() => isConflict(this.failure()));
  protected readonly acting = signal(false);

  // Other labels of the same version are no reason to lose what was typed.
  readonly #version = computed(() => {
    const { promptId = '', version = 0 } = this.saved() ?? {};
    return `${promptId}@${version}`;
  });
  protected readonly draft = linkedSignal({
    source: this.#version,
    computation: () => untracked(() => cardDraft(this.saved())),
  });
  protected readonly card = form(this.draft, cardRules, {
    submission: { action: () => this.#save() },
  });
  hasUnsavedChanges(): boolean {
    return (
      JSON.stringify(this.draft()) !== JSON.stringify(cardDraft(this.saved()))
    );
  }

  /** The card was changed beside this form. What is not saved yet stays, and its saving will say so. */
  loadAgain(promptId: string): void {
    if (promptId === this.promptId() && !this.hasUnsavedChanges())
      this.loaded.reload();
  }

  protected reload(): void {
    this.failure.set(undefined);
    this.loaded.reload();
  }

  /** Versions were rolled back or labelled. */
  protected take(card: PromptCard): void {
    this.saved.set(card);
    this.changed.emit(card);
  }

  protected async duplicate(card: PromptCard): Promise<void> {
    await this.#act(async () =>
      this.changed.emit(await this.#api.duplicateCard(card)),
    );
  }

  protected async remove(card: PromptCard): Promise<void> {
    const isSure = await this.#confirm.ask({
      title: `Delete “${card.title}”?`,
      text: 'All its versions are deleted for good. Answers that used it stay as they are.',
      action: 'Delete the card',
    });
    if (!isSure) return;
    await this.#act(async () => {
      await this.#api.deleteCard(card);
      this.draft.set(cardDraft(this.saved()));
      this.changed.emit(undefined);
    });
  }

  async #act(action: () => Promise<void>): Promise<void> {
    this.failure.set(undefined);
    this.acting.set(true);
    try {
      await action();
    } catch (error) {
      this.failure.set(asProblem(error));
    } finally {
      this.acting.set(false);
    }
  }

  async #save(): Promise<FieldIssue[] | undefined> {
    this.failure.set(undefined);
    try {
      const card = await this.#store(this.saved());
      this.saved.set(card);
      this.#snackBar.open(`Saved as version ${card.version}.`, undefined, {
        duration: 4_000,
      });
      this.changed.emit(card);
      return undefined;
    } catch (error) {
      const problem = asProblem(error);
      this.failure.set(problem);
      return fieldIssues(this.card, problem);
    }
  }

  #store(before: PromptCard | undefined): Promise<PromptCard> {
    const input = cardInputOf(this.draft());
    return before === undefined
      ? this.#api.createCard(this.projectId(), input)
      : this.#api.updateCard(before, input);
  }
}
