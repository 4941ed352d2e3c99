import {
  HttpClient,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import {
  HttpTestingController,
  provideHttpClientTesting,
} from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { CONSOLE_CONFIG } from '../config/console-config';
import { consoleConfig } from '../config/console-config.fixture';
import { accessTokenInterceptor } from './access-token-interceptor';
import { SessionService } from './session-service';

describe('accessTokenInterceptor', () => {
  const session = { accessToken: vi.fn(), refresh: vi.fn() };
  const router = { url: '/jobs/1?tab=records', navigate: vi.fn() };
  let http: HttpClient;
  let server: HttpTestingController;

  beforeEach(() => {
    vi.resetAllMocks();
    session.accessToken.mockResolvedValue('first');
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([accessTokenInterceptor])),
        provideHttpClientTesting(),
        { provide: CONSOLE_CONFIG, useValue: consoleConfig() },
        { provide: SessionService, useValue: session },
        { provide: Router, useValue: router },
      ],
    });
    http = TestBed.inject(HttpClient);
    server = TestBed.inject(HttpTestingController);
  });

  async function next(url: string) {
    await vi.waitFor(() => server.match(() => false));
    return vi.waitFor(() => server.expectOne(url));
  }

  it('signs calls of the API', async () => {
    const answer = firstValueFrom(http.get('https://api.example/jobs'));
    const call = await next('https://api.example/jobs');
    expect(call.request.headers.get('Authorization')).toBe('Bearer first');
    call.flush({ items: [] });
    expect(await answer).toEqual({ items: [] });
  });

  it.each([
    'https://bucket.example/upload',
    'https://api.example.evil.test/jobs',
  ])('sends no token to %s', (url) => {
    http.post(url, {}).subscribe();
    expect(server.expectOne(url).request.headers.has('Authorization')).toBe(
      false,
    );
  });

  it('refreshes once after a 401 and sends the call again', async () => {
    session.refresh.mockResolvedValue('second');
    const answer = firstValueFrom(http.get('https://api.example/jobs'));
    (await next('https://api.example/jobs')).flush(null, {
      status: 401,
      statusText: 'Unauthorized',
    });
    const again = await next('https://api.example/jobs');
    expect(again.request.headers.get('Authorization')).toBe('Bearer second');
    again.flush('ok');
    expect(await answer).toBe('ok');
    expect(router.navigate).not.toHaveBeenCalled();
  });

  it('goes to the sign-in page with the way back when the refresh fails', async () => {
    session.refresh.mockResolvedValue(undefined);
    const answer = firstValueFrom(http.get('https://api.example/jobs'));
    const refused = expect(answer).rejects.toMatchObject({ status: 401 });
    (await next('https://api.example/jobs')).flush(null, {
      status: 401,
      statusText: 'Unauthorized',
    });
    await refused;
    expect(router.navigate).toHaveBeenCalledWith(['/sign-in'], {
      queryParams: { returnUrl: '/jobs/1?tab=records', reason: 'expired' },
    });
  });
});
