import { inject } from '@angular/core';
import { Router, type CanActivateFn } from '@angular/router';
import { SessionService } from './session-service';

export const signedInGuard: CanActivateFn = (_, { url }) => {
  if (inject(SessionService).state() === 'SIGNED_IN') return true;
  return inject(Router).createUrlTree(['/sign-in'], {
    queryParams: url === '/' ? {} : { returnUrl: url },
  });
};
