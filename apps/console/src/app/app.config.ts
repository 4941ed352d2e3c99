import {
  provideHttpClient,
  withInterceptors,
  withXhr,
} from '@angular/common/http';
import {
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  type ApplicationConfig,
} from '@angular/core';
import { MAT_FORM_FIELD_DEFAULT_OPTIONS } from '@angular/material/form-field';
import {
  provideRouter,
  withComponentInputBinding,
  withInMemoryScrolling,
} from '@angular/router';
import { APP_ROUTES } from './app.routes';
import { CONSOLE_CONFIG, type ConsoleConfig } from './config/console-config';
import { provideIcons } from './layout/icons';
import { ThemeService } from './layout/theme-service';
import { accessTokenInterceptor } from './session/access-token-interceptor';
import { SessionService } from './session/session-service';

export function appConfig(config: ConsoleConfig): ApplicationConfig {
  return {
    providers: [
      provideBrowserGlobalErrorListeners(),
      { provide: CONSOLE_CONFIG, useValue: config },
      // Only XMLHttpRequest reports how much of an upload has gone out.
      provideHttpClient(withXhr(), withInterceptors([accessTokenInterceptor])),
      provideRouter(
        APP_ROUTES,
        withComponentInputBinding(),
        withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      ),
      provideAppInitializer(() => {
        inject(ThemeService);
        return inject(SessionService).restore();
      }),
      provideIcons(),
      {
        provide: MAT_FORM_FIELD_DEFAULT_OPTIONS,
        useValue: { appearance: 'outline', subscriptSizing: 'dynamic' },
      },
    ],
  };
}
