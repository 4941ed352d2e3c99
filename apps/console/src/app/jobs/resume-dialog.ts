import { DecimalPipe } from '@angular/common';
import { Component, Injectable, inject, signal } from '@angular/core';
import { FormField, FormRoot, form, min } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatCheckboxModule } from '@angular/material/checkbox';
import {
  MAT_DIALOG_DATA,
  MatDialog,
  MatDialogModule,
  MatDialogRef,
} from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import {
  formatUsd,
  jobResumeSchema,
  nanoToUsd,
  type Job,
  type JobResume,
} from '@plot-palette/domain';
import { firstValueFrom } from 'rxjs';
import { schemaRule } from '../api/schema-rule';

interface ResumeDraft {
  budgetUsd: number | null;
  retryRejected: boolean;
}

/** Asks what shall be different when a job goes on: its budget, and whether rejected records are made again. */
@Component({
  selector: 'app-resume-dialog',
  imports: [
    DecimalPipe,
    FormField,
    FormRoot,
    MatButtonModule,
    MatCheckboxModule,
    MatDialogModule,
    MatFormFieldModule,
    MatInputModule,
  ],
  templateUrl: './resume-dialog.html',
  styles: `
    mat-dialog-content {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
  `,
})
export class ResumeDialog {
  readonly #dialog =
    inject<MatDialogRef<ResumeDialog, JobResume>>(MatDialogRef);
  protected readonly job = inject<Job>(MAT_DIALOG_DATA);

  protected readonly formatUsd = formatUsd;
  /** Else there would be nothing to do. */
  protected readonly mustRetry = this.job.status === 'COMPLETED_WITH_GAPS';
  readonly #budgetUsd = nanoToUsd(this.job.budgetNanoUsd);
  readonly #draft = signal<ResumeDraft>({
    budgetUsd: this.#budgetUsd,
    retryRejected: this.mustRetry,
  });
  protected readonly form = form(
    this.#draft,
    ({ budgetUsd }) => {
      schemaRule(budgetUsd, jobResumeSchema.shape.budgetUsd.unwrap());
      min(budgetUsd, this.#budgetUsd, {
        message: `A budget can only be raised: it is ${formatUsd(this.job.budgetNanoUsd)}.`,
      });
    },
    {
      submission: {
        action: async () => {
          const { budgetUsd, retryRejected } = this.#draft();
          this.#dialog.close({
            retryRejected,
            ...(budgetUsd !== null &&
              budgetUsd > this.#budgetUsd && { budgetUsd }),
          });
          return undefined;
        },
      },
    },
  );
}

/** Opens the dialog. */
@Injectable({ providedIn: 'root' })
export class ResumeQuestion {
  readonly #dialog = inject(MatDialog);

  /** Undefined when the job shall stay as it is. */
  async ask(job: Job): Promise<JobResume | undefined> {
    const dialog = this.#dialog.open<ResumeDialog, Job, JobResume>(
      ResumeDialog,
      { data: job, width: '480px' },
    );
    return firstValueFrom(dialog.afterClosed());
  }
}
