import { Component, computed, input } from '@angular/core';

export interface Segment {
  readonly label: string;
  readonly amount: number;
  /** A CSS colour of the theme. */
  readonly color: string;
}

/** Shares of a whole, side by side; screen readers hear `valueText`. */
@Component({
  selector: 'app-segment-bar',
  template: `
    @for (part of parts(); track part.label) {
      <span
        [title]="part.label"
        [style.width.%]="part.percent"
        [style.background]="part.color"
      ></span>
    }
  `,
  styles: `
    :host {
      display: flex;
      height: 8px;
      overflow: hidden;
      border-radius: 4px;
      background: var(--mat-sys-surface-container-highest);
    }
    span {
      transition: width 400ms;
    }
    @media (prefers-reduced-motion: reduce) {
      span {
        transition: none;
      }
    }
  `,
  host: {
    role: 'progressbar',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
    '[attr.aria-valuenow]': 'filledPercent()',
    '[attr.aria-valuetext]': 'valueText()',
    '[attr.aria-label]': 'label()',
  },
})
export class SegmentBar {
  readonly label = input.required<string>();
  readonly valueText = input.required<string>();
  readonly whole = input.required<number>();
  readonly segments = input.required<readonly Segment[]>();

  protected readonly parts = computed(() =>
    this.segments().map((segment) => ({
      ...segment,
      percent: percentOf(segment.amount, this.whole()),
    })),
  );
  protected readonly filledPercent = computed(() =>
    Math.round(this.parts().reduce((sum, { percent }) => sum + percent, 0)),
  );
}

function percentOf(amount: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(100, (amount / whole) * 100);
}
