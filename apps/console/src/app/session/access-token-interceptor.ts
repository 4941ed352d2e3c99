import {
  HttpErrorResponse,
  type HttpEvent,
  type HttpHandlerFn,
  type HttpInterceptorFn,
  type HttpRequest,
} from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { catchError, from, switchMap, throwError, type Observable } from 'rxjs';
import { CONSOLE_CONFIG } from '../config/console-config';
import { SessionService } from './session-service';

/** Signs calls of our API and of nothing else: a presigned upload must not carry the token to S3. */
export const accessTokenInterceptor: HttpInterceptorFn = (request, next) => {
  const { apiUrl } = inject(CONSOLE_CONFIG);
  if (!request.url.startsWith(`${apiUrl}/`)) return next(request);
  const session = inject(SessionService);
  const router = inject(Router);

  return from(session.accessToken()).pipe(
    switchMap((token) => send(request, next, token)),
    catchError((error: unknown) =>
      isUnauthorized(error)
        ? from(session.refresh()).pipe(
            switchMap((token) =>
              token === undefined
                ? throwError(() => error)
                : send(request, next, token),
            ),
          )
        : throwError(() => error),
    ),
    catchError((error: unknown) => {
      if (isUnauthorized(error)) leave(router);
      return throwError(() => error);
    }),
  );
};

function send(
  request: HttpRequest<unknown>,
  next: HttpHandlerFn,
  token: string | undefined,
): Observable<HttpEvent<unknown>> {
  return next(
    token === undefined
      ? request
      : request.clone({ setHeaders: { Authorization: `Bearer ${token}` } }),
  );
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof HttpErrorResponse && error.status === 401;
}

function leave(router: Router): void {
  if (router.url.startsWith('/sign-in')) return;
  void router.navigate(['/sign-in'], {
    queryParams: { returnUrl: router.url, reason: 'expired' },
  });
}
