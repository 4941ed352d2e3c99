import { Component, computed, input } from '@angular/core';
import { formatUsd, type Dashboard } from '@plot-palette/domain';
import { SegmentBar, type Segment } from './segment-bar';

/** Where the budget is: spent for certain, perhaps spent, set aside, left. */
@Component({
  selector: 'app-job-spend',
  imports: [SegmentBar],
  templateUrl: './job-spend.html',
  styleUrl: './job-figures.scss',
})
export class JobSpend {
  readonly dashboard = input.required<Dashboard>();

  protected readonly formatUsd = formatUsd;
  protected readonly segments = computed<Segment[]>(() => {
    const { settledNanoUsd, writtenOffNanoUsd, reservedNanoUsd } =
      this.dashboard().ledger;
    return [
      {
        label: 'Settled',
        amount: settledNanoUsd,
        color: 'var(--mat-sys-primary)',
      },
      {
        label: 'Written off',
        amount: writtenOffNanoUsd,
        color: 'var(--app-caution)',
      },
      {
        label: 'Reserved',
        amount: reservedNanoUsd,
        color: 'color-mix(in srgb, var(--mat-sys-primary) 35%, transparent)',
      },
    ];
  });
}
