import { Component, computed, input } from '@angular/core';
import type { JobStatus } from '@plot-palette/domain';
import { StatusChip, type Tone } from '../layout/status-chip';

const LOOKS: Record<JobStatus, { readonly text: string; readonly tone: Tone }> =
  {
    QUEUED: { text: 'Queued', tone: 'neutral' },
    STARTING: { text: 'Starting', tone: 'active' },
    RUNNING: { text: 'Running', tone: 'active' },
    EXPORTING: { text: 'Exporting', tone: 'active' },
    COMPLETED: { text: 'Completed', tone: 'good' },
    COMPLETED_WITH_GAPS: { text: 'Completed with gaps', tone: 'caution' },
    BUDGET_EXCEEDED: { text: 'Budget used up', tone: 'caution' },
    PAUSED: { text: 'Paused', tone: 'caution' },
    CANCELLED: { text: 'Cancelled', tone: 'neutral' },
    FAILED: { text: 'Failed', tone: 'bad' },
    DELETING: { text: 'Being deleted', tone: 'neutral' },
  };

@Component({
  selector: 'app-job-status-chip',
  imports: [StatusChip],
  template: '<app-status-chip [text]="look().text" [tone]="look().tone" />',
})
export class JobStatusChip {
  readonly status = input.required<JobStatus>();
  protected readonly look = computed(() => LOOKS[this.status()]);
}
