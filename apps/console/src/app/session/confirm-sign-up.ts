import { Component, inject, input, linkedSignal, signal } from '@angular/core';
import { FormField, FormRoot, form, required } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router } from '@angular/router';
import { sessionErrorText } from './session-error';
import { UserPool } from './user-pool';

@Component({
  selector: 'app-confirm-sign-up',
  imports: [
    FormField,
    FormRoot,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
  ],
  template: `
    <h1>Confirm your e-mail address</h1>
    <form [formRoot]="confirmation">
      <p class="muted">A code is on its way to you.</p>
      <mat-form-field>
        <mat-label>E-mail</mat-label>
        <input
          matInput
          type="email"
          autocomplete="username"
          [formField]="confirmation.email"
        />
        <mat-error>{{ confirmation.email().errors()[0]?.message }}</mat-error>
      </mat-form-field>
      <mat-form-field>
        <mat-label>Code</mat-label>
        <input
          matInput
          inputmode="numeric"
          autocomplete="one-time-code"
          [formField]="confirmation.code"
        />
        <mat-error>{{ confirmation.code().errors()[0]?.message }}</mat-error>
      </mat-form-field>
      @if (error(); as text) {
        <p class="error" role="alert">{{ text }}</p>
      }
      @if (notice(); as text) {
        <p class="notice" role="status">{{ text }}</p>
      }
      <button
        matButton="filled"
        type="submit"
        [disabled]="confirmation().submitting()"
      >
        Confirm
      </button>
      <button matButton type="button" (click)="resend()">
        Send another code
      </button>
    </form>
  `,
  styleUrl: './session-form.scss',
})
export class ConfirmSignUp {
  readonly #pool = inject(UserPool);
  readonly #router = inject(Router);

  readonly email = input<string>();

  protected readonly error = signal('');
  protected readonly notice = signal('');
  protected readonly confirmation = form(
    linkedSignal(() => ({ email: this.email() ?? '', code: '' })),
    (path) => {
      required(path.email, { message: 'Enter your e-mail address.' });
      required(path.code, { message: 'Enter the code from the e-mail.' });
    },
    { submission: { action: () => this.#confirm() } },
  );

  protected async resend(): Promise<void> {
    await this.#attempt(async () => {
      await this.#pool.resendCode(this.confirmation().value().email.trim());
      this.notice.set('Another code is on its way.');
    });
  }

  async #confirm(): Promise<void> {
    const { email, code } = this.confirmation().value();
    await this.#attempt(async () => {
      await this.#pool.confirmSignUp(email.trim(), code.trim());
      await this.#router.navigate(['/sign-in'], {
        queryParams: { reason: 'confirmed' },
      });
    });
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    this.error.set('');
    this.notice.set('');
    try {
      await action();
    } catch (error) {
      this.error.set(sessionErrorText(error));
    }
  }
}
