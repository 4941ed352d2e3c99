import { Component, Injectable, inject } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialog,
  MatDialogModule,
} from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it: a verb, not "OK". */
  readonly action: string;
  /** What the other button says. */
  readonly keep?: string;
}

@Component({
  selector: 'app-confirm-dialog',
  imports: [MatButtonModule, MatDialogModule],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <mat-dialog-content>{{ question.text }}</mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton [mat-dialog-close]="false" cdkFocusInitial>
        {{ question.keep ?? 'Keep it' }}
      </button>
      <button matButton="filled" class="danger" [mat-dialog-close]="true">
        {{ question.action }}
      </button>
    </mat-dialog-actions>
  `,
  styles: `
    .danger {
      --mat-button-filled-container-color: var(--mat-sys-error);
      --mat-button-filled-label-text-color: var(--mat-sys-on-error);
    }
  `,
})
export class ConfirmDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
}

/** Asks before something is done that cannot be undone. */
@Injectable({ providedIn: 'root' })
export class Confirm {
  readonly #dialog = inject(MatDialog);

  async ask(question: Question): Promise<boolean> {
    const dialog = this.#dialog.open<ConfirmDialog, Question, boolean>(
      ConfirmDialog,
      { data: question, maxWidth: '480px', role: 'alertdialog' },
    );
    return (await firstValueFrom(dialog.afterClosed())) === true;
  }
}
