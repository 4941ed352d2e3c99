import { Component, input } from '@angular/core';

export type Tone = 'neutral' | 'active' | 'good' | 'caution' | 'bad';

/** A word for a state; the word carries the meaning, the colour only helps to find it. */
@Component({
  selector: 'app-status-chip',
  template: '{{ text() }}',
  styles: `
    :host {
      display: inline-block;
      padding: 2px 10px;
      border-radius: 999px;
      background: var(--mat-sys-surface-container-high);
      color: var(--mat-sys-on-surface-variant);
      font: var(--mat-sys-label-medium);
      line-height: 20px;
      white-space: nowrap;
    }
    :host(.active) {
      background: var(--mat-sys-primary-container);
      color: var(--mat-sys-on-primary-container);
    }
    :host(.good) {
      background: var(--app-good-container);
      color: var(--app-good);
    }
    :host(.caution) {
      background: var(--app-caution-container);
      color: var(--app-caution);
    }
    :host(.bad) {
      background: var(--mat-sys-error-container);
      color: var(--mat-sys-on-error-container);
    }
  `,
  host: { '[class]': 'tone()' },
})
export class StatusChip {
  readonly text = input.required<string>();
  readonly tone = input<Tone>('neutral');
}
