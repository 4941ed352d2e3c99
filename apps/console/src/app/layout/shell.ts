import { BreakpointObserver } from '@angular/cdk/layout';
import { Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatListModule } from '@angular/material/list';
import { MatMenuModule } from '@angular/material/menu';
import { MatSidenavModule } from '@angular/material/sidenav';
import { MatToolbarModule } from '@angular/material/toolbar';
import {
  Router,
  RouterLink,
  RouterLinkActive,
  RouterOutlet,
} from '@angular/router';
import { map } from 'rxjs';
import { SessionService } from '../session/session-service';
import type { IconName } from './icons';
import { ThemeService, type Theme } from './theme-service';

interface NavigationItem {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
}

interface ThemeChoice {
  readonly theme: Theme;
  readonly label: string;
  readonly icon: IconName;
}

/** Toolbar, navigation and the page between them. */
@Component({
  selector: 'app-shell',
  imports: [
    MatButtonModule,
    MatIconModule,
    MatListModule,
    MatMenuModule,
    MatSidenavModule,
    MatToolbarModule,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
})
export class Shell {
  readonly #session = inject(SessionService);
  readonly #router = inject(Router);
  readonly #themes = inject(ThemeService);

  protected readonly user = this.#session.user;
  protected readonly theme = this.#themes.theme;
  protected readonly narrow = toSignal(
    inject(BreakpointObserver)
      .observe('(max-width: 899.98px)')
      .pipe(map(({ matches }) => matches)),
    { initialValue: false },
  );

  protected readonly items: readonly NavigationItem[] = [
    { path: '/jobs', label: 'Jobs', icon: 'job' },
    { path: '/templates', label: 'Templates', icon: 'template' },
    { path: '/seed-data', label: 'Seed data', icon: 'seed' },
    { path: '/studio', label: 'Studio', icon: 'studio' },
    { path: '/pipelines', label: 'Pipeline', icon: 'pipeline' },
  ];
  protected readonly choices: readonly ThemeChoice[] = [
    { theme: 'light', label: 'Light', icon: 'light' },
    { theme: 'dark', label: 'Dark', icon: 'dark' },
    { theme: 'system', label: 'As the system', icon: 'system' },
  ];
  protected readonly themeIcon = computed(
    () =>
      this.choices.find(({ theme }) => theme === this.theme())?.icon ??
      'system',
  );

  protected useTheme(theme: Theme): void {
    this.#themes.use(theme);
  }

  protected async signOut(): Promise<void> {
    await this.#session.signOut();
    await this.#router.navigateByUrl('/sign-in');
  }
}
