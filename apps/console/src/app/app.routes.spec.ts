import { TestBed } from '@angular/core/testing';
import {
  Router,
  provideRouter,
  withComponentInputBinding,
} from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { fakeApi } from './api/api-client.fixture';
import { APP_ROUTES } from './app.routes';
import { provideIcons } from './layout/icons';
import { SessionService } from './session/session-service';

describe('the routes', () => {
  const session = { state: vi.fn(), user: vi.fn() };

  beforeEach(() => {
    vi.resetAllMocks();
    TestBed.configureTestingModule({
      providers: [
        provideRouter(APP_ROUTES, withComponentInputBinding()),
        provideIcons(),
        { provide: SessionService, useValue: session },
        fakeApi({ jobs: () => Promise.resolve({ items: [] }) }),
      ],
    });
  });

  async function visit(url: string): Promise<string> {
    await RouterTestingHarness.create(url);
    return TestBed.inject(Router).url;
  }

  it.each([
    ['/', '/sign-in?returnUrl=%2Fjobs'],
    [
      '/templates?show=public',
      '/sign-in?returnUrl=%2Ftemplates%3Fshow%3Dpublic',
    ],
    ['/nowhere', '/sign-in?returnUrl=%2Fnowhere'],
  ])(
    'lead from %s to the sign-in page and keep the way back',
    async (url, to) => {
      session.state.mockReturnValue('SIGNED_OUT');
      expect(await visit(url)).toBe(to);
    },
  );

  it.each([
    ['/', '/jobs'],
    ['/jobs', '/jobs'],
    ['/nowhere', '/nowhere'],
  ])('lead from %s to %s when signed in', async (url, to) => {
    session.state.mockReturnValue('SIGNED_IN');
    expect(await visit(url)).toBe(to);
  });
});
