import { Clipboard } from '@angular/cdk/clipboard';
import {
  Component,
  computed,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSnackBar } from '@angular/material/snack-bar';
import { MatTooltipModule } from '@angular/material/tooltip';
import { isRunOver } from '@plot-palette/domain';
import { FocusOnShow } from '../../layout/focus-on-show';
import { AnswerFigures } from './answer-figures';
import { AnswerText } from './answer-text';
import type { Turn } from './conversation';
import { failureText } from './failure-text';

/** A message of the conversation: what it says, what stands beside it, and what can be done with it. */
@Component({
  selector: 'app-chat-message',
  imports: [
    AnswerFigures,
    AnswerText,
    FocusOnShow,
    MatButtonModule,
    MatIconModule,
    MatProgressBarModule,
    MatTooltipModule,
  ],
  templateUrl: './chat-message.html',
  styleUrl: './chat-message.scss',
  host: {
    '[class.user]': "turn().message.role === 'user'",
    '[attr.aria-busy]': 'isOpen()',
  },
})
export class ChatMessageView {
  readonly #clipboard = inject(Clipboard);
  readonly #snackBar = inject(MatSnackBar);

  readonly turn = input.required<Turn>();
  /** Why it cannot be followed. */
  readonly loss = input<string | undefined>();
  /** Whether new answers can be asked for now. */
  readonly canAsk = input(true);
  readonly chosen = output<string>();
  readonly edited = output<string>();
  readonly regenerated = output();
  readonly continued = output();

  protected readonly editing = signal<string | undefined>(undefined);
  protected readonly answer = computed(() => {
    const { message } = this.turn();
    return message.role === 'assistant' ? message : undefined;
  });
  protected readonly isOpen = computed(() => {
    const answer = this.answer();
    return answer !== undefined && !isRunOver(answer.status);
  });
  protected readonly failure = computed(() => {
    const failure = this.answer()?.failure;
    return failure === undefined ? undefined : failureText(failure);
  });
  protected readonly isCutOff = computed(
    () => this.answer()?.stopReason === 'max_tokens',
  );
  protected readonly place = computed(() => {
    const { alternatives, message } = this.turn();
    const index = alternatives.indexOf(message.messageId);
    return {
      number: index + 1,
      of: alternatives.length,
      before: alternatives[index - 1],
      after: alternatives[index + 1],
    };
  });

  protected read({ target }: Event): void {
    if (target instanceof HTMLTextAreaElement) this.editing.set(target.value);
  }

  protected sendEdited(): void {
    const text = this.editing() ?? '';
    if (text.trim() === '' || !this.canAsk()) return;
    this.editing.set(undefined);
    this.edited.emit(text);
  }

  protected copy(): void {
    if (this.#clipboard.copy(this.turn().message.text))
      this.#snackBar.open('Copied.', undefined, { duration: 2_000 });
  }
}
