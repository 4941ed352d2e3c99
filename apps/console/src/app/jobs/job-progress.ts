import { DecimalPipe } from '@angular/common';
import { Component, computed, input } from '@angular/core';
import { formatUsd, isTerminal, type Dashboard } from '@plot-palette/domain';
import { formatDuration } from '../layout/sizes';
import { SegmentBar, type Segment } from './segment-bar';

const LIMITS: Record<Dashboard['bindingLimit'], string> = {
  NONE: '',
  JOB_SETTING: 'Speed is limited by the calls at once that the job allows.',
  BUDGET: 'Speed is limited by the budget: little is left to reserve.',
  MODEL: 'Speed is limited by the model, which throttles the calls.',
  CHECKPOINT: 'Speed is limited by saving: two checkpoints are unsaved.',
};

/** How many records there are, how fast they come, and what holds them up. */
@Component({
  selector: 'app-job-progress',
  imports: [DecimalPipe, SegmentBar],
  templateUrl: './job-progress.html',
  styleUrl: './job-figures.scss',
})
export class JobProgress {
  readonly dashboard = input.required<Dashboard>();

  protected readonly formatUsd = formatUsd;
  protected readonly isActive = computed(
    () => !isTerminal(this.dashboard().job.status),
  );
  protected readonly notAttempted = computed(() => {
    const { job, totals } = this.dashboard();
    return Math.max(0, job.records - totals.accepted - totals.rejected);
  });
  protected readonly percent = computed(() => {
    const { job } = this.dashboard();
    return Math.floor(
      ((job.records - this.notAttempted()) / job.records) * 100,
    );
  });
  protected readonly segments = computed<Segment[]>(() => {
    const { accepted, rejected } = this.dashboard().totals;
    return [
      {
        label: 'Accepted',
        amount: accepted,
        color: 'var(--mat-sys-primary)',
      },
      { label: 'Rejected', amount: rejected, color: 'var(--mat-sys-error)' },
    ];
  });
  /** What holds a running job up: a model that takes no calls for now says why, a limit only which one it is. */
  protected readonly note = computed(() => {
    const { bindingLimit, shards } = this.dashboard();
    const waiting = shards.find(
      ({ outcome, reason }) => outcome === 'RUNNING' && reason !== '',
    );
    return waiting?.reason ?? LIMITS[bindingLimit];
  });
  protected readonly timeLeft = computed(() => {
    const { secondsLeft } = this.dashboard();
    return secondsLeft === undefined ? '' : formatDuration(secondsLeft);
  });
}
