import { TestBed } from '@angular/core/testing';
import { SessionService } from './session-service';
import { UserPool } from './user-pool';

const TOKENS = {
  accessToken: 'access',
  user: { userId: 'user-1', email: 'mara@example.org' },
};

describe(SessionService, () => {
  const pool = { tokens: vi.fn(), signIn: vi.fn(), signOut: vi.fn() };
  let session: SessionService;

  beforeEach(() => {
    vi.resetAllMocks();
    TestBed.configureTestingModule({
      providers: [{ provide: UserPool, useValue: pool }],
    });
    session = TestBed.inject(SessionService);
  });

  it('is unknown until it has looked, then signed out without tokens', async () => {
    expect(session.state()).toBe('UNKNOWN');
    pool.tokens.mockResolvedValue(undefined);
    await session.restore();
    expect(session.state()).toBe('SIGNED_OUT');
  });

  it('takes a revoked refresh token for being signed out', async () => {
    pool.tokens.mockRejectedValue(new Error('NotAuthorizedException'));
    await session.restore();
    expect(session.state()).toBe('SIGNED_OUT');
  });

  it('does not take being offline for being signed out', async () => {
    pool.tokens.mockResolvedValue(TOKENS);
    await session.restore();
    pool.tokens.mockRejectedValue(
      Object.assign(new Error('offline'), { name: 'NetworkError' }),
    );
    expect(await session.accessToken()).toBeUndefined();
    expect(session.state()).toBe('SIGNED_IN');
  });

  it('knows who signed in', async () => {
    pool.tokens.mockResolvedValue(undefined);
    await session.restore();
    pool.tokens.mockResolvedValue(TOKENS);
    pool.signIn.mockResolvedValue('DONE');
    await session.signIn('mara@example.org', 'secret', false);
    expect(session.state()).toBe('SIGNED_IN');
    expect(session.user()?.email).toBe('mara@example.org');
  });

  it('refreshes once for all calls that wait for it', async () => {
    pool.tokens.mockResolvedValue(TOKENS);
    const tokens = await Promise.all([session.refresh(), session.refresh()]);
    expect(tokens).toEqual(['access', 'access']);
    expect(pool.tokens).toHaveBeenCalledExactlyOnceWith(true);
  });

  it('is signed out even when the server cannot be told', async () => {
    pool.tokens.mockResolvedValue(TOKENS);
    await session.restore();
    pool.signOut.mockRejectedValue(new Error('offline'));
    await session.signOut();
    expect(session.state()).toBe('SIGNED_OUT');
  });
});
