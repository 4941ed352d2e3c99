import type { KeyValueStorageInterface } from '@aws-amplify/core';

const STAY_KEY = 'plot-palette.stay-signed-in';
const TOKEN_PREFIX = 'CognitoIdentityServiceProvider.';

/**
 * Where tokens live: in the tab's session storage, or in local storage for those who ask to stay signed in.
 * Local storage survives the browser's end, and any script on the page could read it for as long.
 */
export class TokenStorage implements KeyValueStorageInterface {
  get staysSignedIn(): boolean {
    return localStorage.getItem(STAY_KEY) === 'yes';
  }

  /** Call before signing in: tokens that lie in the other place are left there. */
  staySignedIn(stay: boolean): void {
    if (stay) localStorage.setItem(STAY_KEY, 'yes');
    else localStorage.removeItem(STAY_KEY);
  }

  async setItem(key: string, value: string): Promise<void> {
    this.#storage.setItem(key, value);
  }

  async getItem(key: string): Promise<string | null> {
    return this.#storage.getItem(key);
  }

  async removeItem(key: string): Promise<void> {
    this.#storage.removeItem(key);
  }

  /** Removes tokens wherever they are, and nothing else. */
  async clear(): Promise<void> {
    for (const storage of [localStorage, sessionStorage]) {
      for (const key of Object.keys(storage))
        if (key.startsWith(TOKEN_PREFIX)) storage.removeItem(key);
    }
  }

  get #storage(): Storage {
    return this.staysSignedIn ? localStorage : sessionStorage;
  }
}
