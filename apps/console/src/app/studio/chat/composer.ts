import {
  Component,
  ElementRef,
  computed,
  input,
  linkedSignal,
  model,
  output,
  viewChild,
} from '@angular/core';
import { apply, form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatTooltipModule } from '@angular/material/tooltip';
import {
  MAX_INPUT_BYTES,
  MAX_UPLOAD_BYTES,
  type Model,
  type ProjectSettings,
} from '@plot-palette/domain';
import { formatBytes } from '../../layout/sizes';
import {
  runSettingsOf,
  settingsDraft,
  type ChatSettingsDraft,
} from '../settings/chat-settings';
import { ChatSettingsFields } from '../settings/chat-settings-fields';
import { chatSettingsRules } from '../settings/chat-settings-rules';

export type ComposedSettings = ReturnType<typeof runSettingsOf>;

/** Where a message is written, and how it is to be answered chosen. */
@Component({
  selector: 'app-composer',
  imports: [
    ChatSettingsFields,
    MatButtonModule,
    MatIconModule,
    MatTooltipModule,
  ],
  templateUrl: './composer.html',
  styleUrl: './composer.scss',
})
export class Composer {
  readonly text = model('');
  readonly project = input.required<ProjectSettings>();
  readonly models = input<readonly Model[]>([]);
  readonly sending = input(false);
  readonly running = input(false);
  readonly sent = output<ComposedSettings>();
  readonly stopped = output();

  protected readonly showsSettings = model(false);
  readonly #draft = linkedSignal<ChatSettingsDraft>(() => settingsDraft());
  protected readonly settings = form(this.#draft, (draft) =>
    apply(draft, chatSettingsRules),
  );
  protected readonly areaView =
    viewChild.required<ElementRef<HTMLTextAreaElement>>('area');

  protected readonly modelName = computed(
    () => this.#draft().model || this.project().model,
  );
  protected readonly isChanged = computed(
    () => JSON.stringify(this.#draft()) !== JSON.stringify(settingsDraft()),
  );
  protected readonly canSend = computed(
    () =>
      this.text().trim() !== '' &&
      !this.isTooLong() &&
      !this.sending() &&
      !this.running() &&
      this.settings().valid(),
  );
  readonly #bytes = computed(
    () => new TextEncoder().encode(this.text()).length,
  );
  protected readonly isTooLong = computed(
    () => this.#bytes() > MAX_UPLOAD_BYTES,
  );
  protected readonly sizeNote = computed(() => {
    const size = formatBytes(this.#bytes());
    if (this.isTooLong())
      return `${size}: a message has at most ${formatBytes(MAX_UPLOAD_BYTES)}.`;
    return this.#bytes() > MAX_INPUT_BYTES ? `${size}: sent as an upload.` : '';
  });

  focus(): void {
    this.areaView().nativeElement.focus();
  }

  /** As set here; what is not set here is the project's. */
  chosen(): ComposedSettings {
    return runSettingsOf(this.#draft());
  }

  protected read({ target }: Event): void {
    if (target instanceof HTMLTextAreaElement) this.text.set(target.value);
  }

  protected onEnter(event: Event): void {
    if (!(event instanceof KeyboardEvent)) return;
    // The Enter that ends the composition of a character is not the one that sends.
    if (event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  protected send(): void {
    if (this.canSend()) this.sent.emit(this.chosen());
  }

  protected reset(): void {
    this.#draft.set(settingsDraft());
  }
}
