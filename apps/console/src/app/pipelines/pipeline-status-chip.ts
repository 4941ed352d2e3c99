import { Component, computed, input } from '@angular/core';
import type { PipelineStatus } from '@plot-palette/domain';
import { StatusChip, type Tone } from '../layout/status-chip';

export const PIPELINE_LOOKS: Record<
  PipelineStatus,
  { readonly text: string; readonly tone: Tone }
> = {
  RUNNING: { text: 'Running', tone: 'active' },
  COMPLETED: { text: 'Completed', tone: 'good' },
  DEGRADED: { text: 'Completed, not enhanced', tone: 'caution' },
  FAILED: { text: 'Failed', tone: 'bad' },
  TIMED_OUT: { text: 'Timed out', tone: 'bad' },
  ABORTED: { text: 'Aborted', tone: 'bad' },
};

@Component({
  selector: 'app-pipeline-status-chip',
  imports: [StatusChip],
  template: '<app-status-chip [text]="look().text" [tone]="look().tone" />',
})
export class PipelineStatusChip {
  readonly status = input.required<PipelineStatus>();
  protected readonly look = computed(() => PIPELINE_LOOKS[this.status()]);
}
