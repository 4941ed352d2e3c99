import { Component, computed, input, model } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';

/**
 * A text area that grows with its text and numbers its lines, wrapped ones included: the same text, invisible and
 * laid out line by line below it, gives each number its place.
 */
@Component({
  selector: 'app-prompt-field',
  template: `
    <label [attr.for]="fieldId()">{{ label() }}</label>
    <div class="frame">
      <div class="mirror" aria-hidden="true">
        @for (line of lines(); track $index) {
          <div class="line" [class.marked]="marked().includes($index + 1)">
            {{ line }}&#8203;
          </div>
        }
      </div>
      <textarea
        spellcheck="false"
        [id]="fieldId()"
        [value]="value()"
        [disabled]="disabled()"
        [attr.aria-invalid]="invalid() && touched()"
        [attr.aria-describedby]="describedBy() || null"
        [placeholder]="placeholder()"
        (input)="read($event)"
        (blur)="touched.set(true)"
      ></textarea>
    </div>
  `,
  styleUrl: './prompt-field.scss',
})
export class PromptField implements FormValueControl<string> {
  readonly value = model('');
  readonly touched = model(false);
  readonly disabled = input(false);
  readonly invalid = input(false);
  readonly label = input.required<string>();
  readonly fieldId = input.required<string>();
  readonly placeholder = input('');
  readonly describedBy = input('');
  /** Line numbers that something is wrong with, from one. */
  readonly marked = input<readonly number[]>([]);

  protected readonly lines = computed(() => this.value().split('\n'));

  protected read({ target }: Event): void {
    if (target instanceof HTMLTextAreaElement) this.value.set(target.value);
  }
}
