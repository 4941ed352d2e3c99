import { Injectable, computed, inject, signal } from '@angular/core';
import { UserPool, type SignInStep, type User } from './user-pool';

export type SessionState = 'UNKNOWN' | 'SIGNED_OUT' | 'SIGNED_IN';

/** Who is signed in, and the access token that goes with every call. */
@Injectable({ providedIn: 'root' })
export class SessionService {
  readonly #pool = inject(UserPool);
  readonly #user = signal<User | undefined>(undefined);
  readonly #known = signal(false);
  #refreshing: Promise<string | undefined> | undefined;

  readonly user = this.#user.asReadonly();
  readonly state = computed<SessionState>(() => {
    if (!this.#known()) return 'UNKNOWN';
    return this.#user() === undefined ? 'SIGNED_OUT' : 'SIGNED_IN';
  });

  /** Picks up the session of an earlier visit; being without one is no error. */
  async restore(): Promise<void> {
    await this.accessToken();
    this.#known.set(true);
  }

  async signIn(
    email: string,
    password: string,
    stay: boolean,
  ): Promise<SignInStep> {
    return this.#after(await this.#pool.signIn(email, password, stay));
  }

  /** Ends the sign-in of somebody whom an administrator gave a first password. */
  async setNewPassword(password: string): Promise<SignInStep> {
    return this.#after(await this.#pool.setNewPassword(password));
  }

  async signOut(): Promise<void> {
    await this.#pool.signOut().catch(() => {
      // The server could not be told; the tokens are gone from here all the same.
    });
    this.#user.set(undefined);
  }

  async accessToken(): Promise<string | undefined> {
    return this.#load(false);
  }

  /** One refresh for all calls that were answered 401 at the same time. */
  refresh(): Promise<string | undefined> {
    this.#refreshing ??= this.#load(true).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #after(step: SignInStep): Promise<SignInStep> {
    if (step === 'DONE') await this.accessToken();
    return step;
  }

  async #load(forceRefresh: boolean): Promise<string | undefined> {
    try {
      const tokens = await this.#pool.tokens(forceRefresh);
      this.#user.set(tokens?.user);
      return tokens?.accessToken;
    } catch (error) {
      // An expired or revoked refresh token is the same as never having signed in; being offline for a moment is not.
      if (!isNetworkError(error)) this.#user.set(undefined);
      return undefined;
    }
  }
}

/** Amplify's name for every request that got no answer. */
function isNetworkError(error: unknown): boolean {
  return error instanceof Error && error.name === 'NetworkError';
}
