import { Component, computed, input } from '@angular/core';
import { inlineSpans } from './inline-spans';

/** Text with its marks of Markdown applied. */
@Component({
  selector: 'app-inline-text',
  template: `@for (span of spans(); track $index) {
    @switch (span.kind) {
      @case ('code') {
        <code>{{ span.text }}</code>
      }
      @case ('strong') {
        <strong><app-inline-text [text]="span.text" /></strong>
      }
      @case ('emphasis') {
        <em>{{ span.text }}</em>
      }
      @case ('link') {
        <a target="_blank" rel="noopener noreferrer" [href]="span.url">{{
          span.text
        }}</a>
      }
      @default {
        <span>{{ span.text }}</span>
      }
    }
  }`,
  styles: `
    code {
      padding: 1px 5px;
      border-radius: 4px;
      background: var(--mat-sys-surface-container);
    }
  `,
})
export class InlineText {
  readonly text = input.required<string>();
  protected readonly spans = computed(() => inlineSpans(this.text()));
}
