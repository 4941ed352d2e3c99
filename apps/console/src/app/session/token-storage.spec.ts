import { TokenStorage } from './token-storage';

const KEY = 'CognitoIdentityServiceProvider.client.user.accessToken';

describe(TokenStorage, () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('keeps tokens in the tab unless the user asks to stay signed in', async () => {
    const storage = new TokenStorage();
    await storage.setItem(KEY, 'short');
    expect(sessionStorage.getItem(KEY)).toBe('short');
    expect(localStorage.getItem(KEY)).toBeNull();

    storage.staySignedIn(true);
    await storage.setItem(KEY, 'long');
    expect(localStorage.getItem(KEY)).toBe('long');
    expect(await new TokenStorage().getItem(KEY)).toBe('long');
  });

  it('clears tokens from both places and leaves other settings alone', async () => {
    localStorage.setItem(KEY, 'a');
    sessionStorage.setItem(KEY, 'b');
    localStorage.setItem('plot-palette.theme', 'dark');
    await new TokenStorage().clear();
    expect(localStorage.getItem(KEY)).toBeNull();
    expect(sessionStorage.getItem(KEY)).toBeNull();
    expect(localStorage.getItem('plot-palette.theme')).toBe('dark');
  });
});
