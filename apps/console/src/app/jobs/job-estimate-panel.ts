import { DecimalPipe } from '@angular/common';
import { Component, computed, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { formatUsd, usdToNano, type JobEstimate } from '@plot-palette/domain';

/** What the job would cost, and what the budget does about it. */
@Component({
  selector: 'app-job-estimate-panel',
  imports: [DecimalPipe, MatButtonModule, MatIconModule],
  templateUrl: './job-estimate-panel.html',
  styleUrl: './job-estimate-panel.scss',
})
export class JobEstimatePanel {
  readonly estimate = input.required<JobEstimate>();
  readonly budgetUsd = input.required<number>();
  readonly records = input.required<number>();
  /** The user wants this budget instead, in USD. */
  readonly budgetChosen = output<number>();

  protected readonly formatUsd = formatUsd;
  readonly #budget = computed(() => usdToNano(this.budgetUsd()));
  protected readonly isTooSmall = computed(
    () => this.#budget() < this.estimate().minimumNanoUsd,
  );
  protected readonly mayEndEarly = computed(
    () => this.#budget() < this.estimate().worstCaseNanoUsd,
  );
  /** Whole cents that pay for every record at its worst. */
  protected readonly safeUsd = computed(
    () => Math.ceil(this.estimate().worstCaseNanoUsd / 10_000_000) / 100,
  );
}
