import { Component, inject, signal } from '@angular/core';
import {
  FormField,
  FormRoot,
  email,
  form,
  minLength,
  required,
} from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import { sessionErrorText } from './session-error';
import { UserPool } from './user-pool';

/** The least that a Cognito pool can be set to ask for; its own policy is told by its answer. */
const MIN_PASSWORD_LENGTH = 8;

@Component({
  selector: 'app-sign-up',
  imports: [
    FormField,
    FormRoot,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    RouterLink,
  ],
  template: `
    <h1>Create an account</h1>
    <form [formRoot]="account">
      <mat-form-field>
        <mat-label>E-mail</mat-label>
        <input
          matInput
          type="email"
          autocomplete="username"
          [formField]="account.email"
        />
        <mat-error>{{ account.email().errors()[0]?.message }}</mat-error>
      </mat-form-field>
      <mat-form-field>
        <mat-label>Password</mat-label>
        <input
          matInput
          type="password"
          autocomplete="new-password"
          [formField]="account.password"
        />
        <mat-hint>
          Long, with capital and small letters, digits and symbols
        </mat-hint>
        <mat-error>{{ account.password().errors()[0]?.message }}</mat-error>
      </mat-form-field>
      @if (error(); as text) {
        <p class="error" role="alert">{{ text }}</p>
      }
      <button
        matButton="filled"
        type="submit"
        [disabled]="account().submitting()"
      >
        Create the account
      </button>
      <div class="links"><a routerLink="/sign-in">Sign in instead</a></div>
    </form>
  `,
  styleUrl: './session-form.scss',
})
export class SignUp {
  readonly #pool = inject(UserPool);
  readonly #router = inject(Router);

  protected readonly error = signal('');
  protected readonly account = form(
    signal({ email: '', password: '' }),
    (path) => {
      required(path.email, { message: 'Enter your e-mail address.' });
      email(path.email, { message: 'This is not an e-mail address.' });
      required(path.password, { message: 'Choose a password.' });
      minLength(path.password, MIN_PASSWORD_LENGTH, {
        message: `At least ${MIN_PASSWORD_LENGTH} characters.`,
      });
    },
    { submission: { action: () => this.#signUp() } },
  );

  async #signUp(): Promise<void> {
    const { email: address, password } = this.account().value();
    this.error.set('');
    try {
      await this.#pool.signUp(address.trim(), password);
      await this.#router.navigate(['/confirm'], {
        queryParams: { email: address.trim() },
      });
    } catch (error) {
      this.error.set(sessionErrorText(error));
    }
  }
}
