import { Component, inject, input, linkedSignal, signal } from '@angular/core';
import {
  FormField,
  FormRoot,
  applyWhen,
  form,
  required,
} from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import { sessionErrorText } from './session-error';
import { UserPool } from './user-pool';

/** Two steps in one form: ask for a code, then use it. */
@Component({
  selector: 'app-forgot-password',
  imports: [
    FormField,
    FormRoot,
    MatButtonModule,
    MatFormFieldModule,
    MatInputModule,
    RouterLink,
  ],
  templateUrl: './forgot-password.html',
  styleUrl: './session-form.scss',
})
export class ForgotPassword {
  readonly #pool = inject(UserPool);
  readonly #router = inject(Router);

  readonly email = input<string>();

  protected readonly error = signal('');
  protected readonly codeSent = signal(false);
  protected readonly reset = form(
    linkedSignal(() => ({ email: this.email() ?? '', code: '', password: '' })),
    (path) => {
      required(path.email, { message: 'Enter your e-mail address.' });
      applyWhen(
        path,
        () => this.codeSent(),
        (second) => {
          required(second.code, { message: 'Enter the code from the e-mail.' });
          required(second.password, { message: 'Choose a password.' });
        },
      );
    },
    { submission: { action: () => this.#proceed() } },
  );

  async #proceed(): Promise<void> {
    const { email, code, password } = this.reset().value();
    this.error.set('');
    try {
      if (this.codeSent())
        await this.#finish(email.trim(), code.trim(), password);
      else await this.#requestCode(email.trim());
    } catch (error) {
      this.error.set(sessionErrorText(error));
    }
  }

  async #requestCode(email: string): Promise<void> {
    await this.#pool.requestPasswordReset(email);
    this.codeSent.set(true);
    this.reset().reset();
  }

  async #finish(email: string, code: string, password: string): Promise<void> {
    await this.#pool.resetPassword(email, code, password);
    await this.#router.navigate(['/sign-in'], {
      queryParams: { reason: 'reset' },
    });
  }
}
