import { Component, computed, inject, input, signal } from '@angular/core';
import {
  FormField,
  FormRoot,
  email,
  form,
  required,
} from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatCheckboxModule } from '@angular/material/checkbox';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { Router, RouterLink } from '@angular/router';
import { safeReturnUrl } from './return-url';
import { sessionErrorText } from './session-error';
import { SessionService } from './session-service';
import type { SignInStep } from './user-pool';

@Component({
  selector: 'app-sign-in',
  imports: [
    FormField,
    FormRoot,
    MatButtonModule,
    MatCheckboxModule,
    MatFormFieldModule,
    MatInputModule,
    RouterLink,
  ],
  templateUrl: './sign-in.html',
  styleUrl: './session-form.scss',
})
export class SignIn {
  readonly #session = inject(SessionService);
  readonly #router = inject(Router);

  readonly returnUrl = input<string>();
  readonly reason = input<string>();

  protected readonly error = signal('');
  protected readonly needsNewPassword = signal(false);
  protected readonly notice = computed(
    () => NOTICES[this.reason() ?? ''] ?? '',
  );

  protected readonly credentials = form(
    signal({ email: '', password: '', stay: false }),
    (path) => {
      required(path.email, { message: 'Enter your e-mail address.' });
      email(path.email, { message: 'This is not an e-mail address.' });
      required(path.password, { message: 'Enter your password.' });
    },
    { submission: { action: () => this.#signIn() } },
  );
  protected readonly newPassword = form(
    signal({ password: '' }),
    (path) => required(path.password, { message: 'Choose a password.' }),
    { submission: { action: () => this.#setNewPassword() } },
  );

  async #signIn(): Promise<void> {
    const { email: address, password, stay } = this.credentials().value();
    await this.#proceed(() =>
      this.#session.signIn(address.trim(), password, stay),
    );
  }

  async #setNewPassword(): Promise<void> {
    const { password } = this.newPassword().value();
    await this.#proceed(() => this.#session.setNewPassword(password));
  }

  async #proceed(attempt: () => Promise<SignInStep>): Promise<void> {
    this.error.set('');
    try {
      await this.#follow(await attempt());
    } catch (error) {
      this.error.set(sessionErrorText(error));
    }
  }

  async #follow(step: SignInStep): Promise<void> {
    const queryParams = { email: this.credentials().value().email.trim() };
    switch (step) {
      case 'DONE':
        await this.#router.navigateByUrl(safeReturnUrl(this.returnUrl()));
        return;
      case 'CONFIRM_SIGN_UP':
        await this.#router.navigate(['/confirm'], { queryParams });
        return;
      case 'RESET_PASSWORD':
        await this.#router.navigate(['/forgot-password'], { queryParams });
        return;
      case 'NEW_PASSWORD':
        this.needsNewPassword.set(true);
        return;
      case 'UNSUPPORTED':
        this.error.set(
          'This account asks for a second factor, which the console does not support yet.',
        );
        return;
      default:
        step satisfies never;
    }
  }
}

const NOTICES: Readonly<Record<string, string>> = {
  expired: 'Your session has expired. Sign in to go on where you were.',
  confirmed: 'The e-mail address is confirmed. You can sign in now.',
  reset: 'The password is changed. Sign in with the new one.',
};
