import { Component, computed, input } from '@angular/core';
import type { SeedState } from '@plot-palette/domain';
import { StatusChip, type Tone } from '../layout/status-chip';

const LOOKS: Record<SeedState, { readonly text: string; readonly tone: Tone }> =
  {
    AWAITING_UPLOAD: { text: 'Waiting for the file', tone: 'neutral' },
    PROFILING: { text: 'Being read', tone: 'active' },
    READY: { text: 'Ready', tone: 'good' },
    INVALID: { text: 'Invalid', tone: 'bad' },
  };

@Component({
  selector: 'app-seed-state-chip',
  imports: [StatusChip],
  template: '<app-status-chip [text]="look().text" [tone]="look().tone" />',
})
export class SeedStateChip {
  readonly state = input.required<SeedState>();
  protected readonly look = computed(() => LOOKS[this.state()]);
}

/** Nothing more will happen to the file by itself. */
export function isSettled(state: SeedState): boolean {
  return state === 'READY' || state === 'INVALID';
}
