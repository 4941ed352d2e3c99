import { Injectable, inject } from '@angular/core';
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  resendSignUpCode,
  resetPassword,
  signIn,
  signOut,
  signUp,
} from '@aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import {
  Amplify,
  ConsoleLogger,
  type ResourcesConfig,
} from '@aws-amplify/core';
import { z } from 'zod';
import { CONSOLE_CONFIG, type ConsoleConfig } from '../config/console-config';
import { TokenStorage } from './token-storage';

/** What has to happen after the password was accepted, or was not. */
export type SignInStep =
  | 'DONE'
  | 'CONFIRM_SIGN_UP'
  | 'NEW_PASSWORD'
  | 'RESET_PASSWORD'
  | 'UNSUPPORTED';

export interface Tokens {
  readonly accessToken: string;
  readonly user: User;
}

export interface User {
  readonly userId: string;
  readonly email: string;
}

const STEPS: Readonly<Record<string, SignInStep>> = {
  DONE: 'DONE',
  CONFIRM_SIGN_UP: 'CONFIRM_SIGN_UP',
  CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED: 'NEW_PASSWORD',
  RESET_PASSWORD: 'RESET_PASSWORD',
};

const claimsSchema = z.object({ sub: z.string(), email: z.string().catch('') });

/** The only place that talks to Amplify. The password itself never leaves the page: sign-in is SRP. */
@Injectable({ providedIn: 'root' })
export class UserPool {
  readonly #storage = new TokenStorage();

  constructor() {
    const resources = resourcesOf(inject(CONSOLE_CONFIG));
    // Its one warning is that the endpoint is not AWS, which the configuration says on purpose.
    ConsoleLogger.LOG_LEVEL = 'ERROR';
    cognitoUserPoolsTokenProvider.setKeyValueStorage(this.#storage);
    cognitoUserPoolsTokenProvider.setAuthConfig(resources.Auth);
    Amplify.configure(resources, {
      Auth: { tokenProvider: cognitoUserPoolsTokenProvider },
    });
  }

  async signIn(
    email: string,
    password: string,
    stay: boolean,
  ): Promise<SignInStep> {
    // Left-overs of an earlier session would make Amplify refuse: "There is already a signed in user".
    await this.#storage.clear();
    this.#storage.staySignedIn(stay);
    const { nextStep } = await signIn({ username: email, password });
    return STEPS[nextStep.signInStep] ?? 'UNSUPPORTED';
  }

  async setNewPassword(password: string): Promise<SignInStep> {
    const { nextStep } = await confirmSignIn({ challengeResponse: password });
    return STEPS[nextStep.signInStep] ?? 'UNSUPPORTED';
  }

  async signUp(email: string, password: string): Promise<void> {
    const userAttributes = { email };
    await signUp({ username: email, password, options: { userAttributes } });
  }

  async confirmSignUp(email: string, code: string): Promise<void> {
    await confirmSignUp({ username: email, confirmationCode: code });
  }

  async resendCode(email: string): Promise<void> {
    await resendSignUpCode({ username: email });
  }

  async requestPasswordReset(email: string): Promise<void> {
    await resetPassword({ username: email });
  }

  async resetPassword(
    email: string,
    code: string,
    newPassword: string,
  ): Promise<void> {
    await confirmResetPassword({
      username: email,
      confirmationCode: code,
      newPassword,
    });
  }

  async signOut(): Promise<void> {
    try {
      await signOut();
    } finally {
      await this.#storage.clear();
    }
  }

  /** The tokens in hand, renewed when they are about to expire; undefined when nobody is signed in. */
  async tokens(forceRefresh = false): Promise<Tokens | undefined> {
    const { tokens } = await fetchAuthSession({ forceRefresh });
    const claims = claimsSchema.safeParse(tokens?.idToken?.payload);
    if (tokens === undefined || !claims.success) return undefined;
    return {
      accessToken: tokens.accessToken.toString(),
      user: { userId: claims.data.sub, email: claims.data.email },
    };
  }
}

function resourcesOf({
  userPoolId,
  userPoolClientId,
  cognitoEndpoint,
}: ConsoleConfig): ResourcesConfig & Required<Pick<ResourcesConfig, 'Auth'>> {
  return {
    Auth: {
      Cognito: {
        userPoolId,
        userPoolClientId,
        loginWith: { email: true },
        ...(cognitoEndpoint === ''
          ? {}
          : { userPoolEndpoint: cognitoEndpoint }),
      },
    },
  };
}
