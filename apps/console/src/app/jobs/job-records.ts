import { DecimalPipe } from '@angular/common';
import { Component, input, model, output } from '@angular/core';
import { MatButtonToggleModule } from '@angular/material/button-toggle';
import {
  formatUsd,
  type RecordList,
  type RecordStatus,
} from '@plot-palette/domain';
import { ProblemPanel } from '../api/problem-panel';
import { StatusChip } from '../layout/status-chip';

/** The first records, to see early whether the prompts do what they should. */
@Component({
  selector: 'app-job-records',
  imports: [DecimalPipe, MatButtonToggleModule, ProblemPanel, StatusChip],
  templateUrl: './job-records.html',
  styleUrl: './job-records.scss',
})
export class JobRecords {
  readonly records = input<RecordList>();
  readonly error = input<unknown>();
  /** Whether there are rejected ones, which may be asked for alone. */
  readonly hasRejected = input(false);
  /** Only those that ended so; all of them when undefined. */
  readonly status = model<RecordStatus>();
  readonly retry = output();

  protected readonly formatUsd = formatUsd;

  protected stepsOf<Step>(steps: Readonly<Record<string, Step>>) {
    return Object.entries(steps).map(([id, result]) => ({ id, result }));
  }

  protected textOf(value: unknown): string {
    return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  }
}
