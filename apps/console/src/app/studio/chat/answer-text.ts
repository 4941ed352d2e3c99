import { Component, computed, inject, input } from '@angular/core';
import { Clipboard } from '@angular/cdk/clipboard';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatSnackBar } from '@angular/material/snack-bar';
import { answerBlocks } from './answer-blocks';
import { InlineText } from './inline-text';

/** What a model wrote, with the Markdown that models write by habit. Nothing of it is ever taken for HTML. */
@Component({
  selector: 'app-answer-text',
  imports: [InlineText, MatButtonModule, MatIconModule],
  template: `
    @for (block of blocks(); track $index) {
      @switch (block.kind) {
        @case ('text') {
          <p><app-inline-text [text]="block.text" /></p>
        }
        @case ('heading') {
          <h4><app-inline-text [text]="block.text" /></h4>
        }
        @case ('list') {
          <ul>
            @for (item of block.items; track $index) {
              <li [style.margin-left.em]="1.5 * item.depth">
                <span class="marker">{{ item.marker }}</span>
                <app-inline-text [text]="item.text" />
              </li>
            }
          </ul>
        }
        @case ('code') {
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
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
      font: var(--mat-sys-body-large);
    }
    p,
    h4,
    li {
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    h4 {
      margin: 0;
      font-size: 1rem;
      font-weight: 600;
    }
    ul {
      display: flex;
      flex-direction: column;
      gap: 4px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: minmax(1.5em, auto) minmax(0, 1fr);
    }
    .marker {
      color: var(--mat-sys-on-surface-variant);
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
