import { DatePipe, DecimalPipe } from '@angular/common';
import { Component, input } from '@angular/core';
import { MatTableModule } from '@angular/material/table';
import type { Dashboard, ShardOutcome } from '@plot-palette/domain';
import { StatusChip, type Tone } from '../layout/status-chip';

const LOOKS: Record<
  ShardOutcome,
  { readonly text: string; readonly tone: Tone }
> = {
  PENDING: { text: 'Waiting', tone: 'neutral' },
  RUNNING: { text: 'Running', tone: 'active' },
  INTERRUPTED: { text: 'Interrupted', tone: 'caution' },
  DONE: { text: 'Done', tone: 'good' },
  OUT_OF_BUDGET: { text: 'Out of budget', tone: 'caution' },
  PAUSED: { text: 'Paused', tone: 'caution' },
  CANCELLED: { text: 'Cancelled', tone: 'neutral' },
  FAILED: { text: 'Failed', tone: 'bad' },
};

const LIMITS: Record<Dashboard['bindingLimit'], string> = {
  NONE: '',
  JOB_SETTING: 'calls at once',
  BUDGET: 'budget',
  MODEL: 'model',
  CHECKPOINT: 'saving',
};

@Component({
  selector: 'app-job-shards',
  imports: [DatePipe, DecimalPipe, MatTableModule, StatusChip],
  template: `
    <h2>Workers</h2>
    <div class="table-panel">
      <table mat-table [dataSource]="shards()">
        <ng-container matColumnDef="shard">
          <th mat-header-cell *matHeaderCellDef>Shard</th>
          <td mat-cell *matCellDef="let row">
            {{ row.shard + 1 }}
          </td>
        </ng-container>
        <ng-container matColumnDef="outcome">
          <th mat-header-cell *matHeaderCellDef>State</th>
          <td mat-cell *matCellDef="let row">
            @let look = looks(row.outcome);
            <app-status-chip [text]="look.text" [tone]="look.tone" />
            <span class="muted">{{ row.reason }}</span>
          </td>
        </ng-container>
        <ng-container matColumnDef="limit">
          <th mat-header-cell *matHeaderCellDef>Limited by</th>
          <td mat-cell *matCellDef="let row" class="muted">
            {{ limit(row.bindingLimit) }}
          </td>
        </ng-container>
        <ng-container matColumnDef="records">
          <th mat-header-cell *matHeaderCellDef class="number">Records</th>
          <td mat-cell *matCellDef="let row" class="number">
            {{ row.accepted + row.rejected | number }} of
            {{ row.records | number }}
          </td>
        </ng-container>
        <ng-container matColumnDef="rejected">
          <th mat-header-cell *matHeaderCellDef class="number">Rejected</th>
          <td mat-cell *matCellDef="let row" class="number">
            {{ row.rejected | number }}
          </td>
        </ng-container>
        <ng-container matColumnDef="heartbeatAt">
          <th mat-header-cell *matHeaderCellDef>Last sign of life</th>
          <td mat-cell *matCellDef="let row" class="muted">
            {{ row.heartbeatAt | date: 'mediumTime' }}
          </td>
        </ng-container>
        <tr mat-header-row *matHeaderRowDef="columns"></tr>
        <tr mat-row *matRowDef="let row; columns: columns"></tr>
      </table>
    </div>
  `,
  styles: `
    h2 {
      margin-bottom: 12px;
    }
  `,
})
export class JobShards {
  readonly shards = input.required<Dashboard['shards']>();
  protected readonly columns = [
    'shard',
    'outcome',
    'limit',
    'records',
    'rejected',
    'heartbeatAt',
  ];

  protected looks(outcome: ShardOutcome) {
    return LOOKS[outcome];
  }

  protected limit(bindingLimit: Dashboard['bindingLimit']): string {
    return LIMITS[bindingLimit];
  }
}
