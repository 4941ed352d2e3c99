import { Component, computed, inject, input } from '@angular/core';
import { Clipboard } from '@angular/cdk/clipboard';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatSnackBar } from '@angular/material/snack-bar';
import { answerBlocks } from './answer-blocks';

/** What a model wrote, as text: nothing of it is ever taken for markup. Code blocks stand apart and can be copied. */
@Component({
  selector: 'app-answer-text',
  imports: [MatButtonModule, MatIconModule],
  template: `
    @for (block of blocks(); track $index) {
      @if (block.kind === 'text') {
        <p>{{ block.text }}</p>
      } @else {
        <figure>
          <figcaption>
            {{ block.language || 'code' }}
            <button
              matIconButton
              type="button"
              aria-label="Copy the code"
              (click)="copy(block.text)"
            >
              <mat-icon class="icon-small" svgIcon="copy" />
            </button>
          </figcaption>
          <pre tabindex="0">{{ block.text }}</pre>
        </figure>
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
      font: var(--mat-sys-body-large);
    }
    p {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    figure {
      margin: 0;
      overflow: hidden;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 8px;
    }
    figcaption {
      display: flex;
      align-items: center;
      justify-content: space-between;
      padding-left: 12px;
      background: var(--mat-sys-surface-container);
      color: var(--mat-sys-on-surface-variant);
      font: var(--mat-sys-label-medium);
    }
    pre {
      margin: 0;
      padding: 12px;
      overflow-x: auto;
      background: var(--mat-sys-surface-container-lowest);
      line-height: 1.5;
      tab-size: 2;
    }
  `,
})
export class AnswerText {
  readonly #clipboard = inject(Clipboard);
  readonly #snackBar = inject(MatSnackBar);

  readonly text = input.required<string>();
  protected readonly blocks = computed(() => answerBlocks(this.text()));

  protected copy(text: string): void {
    const said = this.#clipboard.copy(text)
      ? 'Copied.'
      : 'The browser does not let this page copy.';
    this.#snackBar.open(said, undefined, { duration: 2_000 });
  }
}
