import { DOCUMENT, Injectable, effect, inject, signal } from '@angular/core';
import { z } from 'zod';

const themeSchema = z.enum(['light', 'dark', 'system']);
export type Theme = z.infer<typeof themeSchema>;

const STORAGE_KEY = 'plot-palette.theme';
const COLOR_SCHEME: Record<Theme, string> = {
  light: 'light',
  dark: 'dark',
  system: 'light dark',
};

/** Every colour is a `light-dark()` of the one theme, so that `color-scheme` alone decides. */
@Injectable({ providedIn: 'root' })
export class ThemeService {
  readonly #document = inject(DOCUMENT);
  readonly #theme = signal<Theme>(
    themeSchema.catch('system').parse(localStorage.getItem(STORAGE_KEY)),
  );
  readonly theme = this.#theme.asReadonly();

  constructor() {
    effect(() => {
      this.#document.documentElement.style.colorScheme =
        COLOR_SCHEME[this.#theme()];
    });
  }

  use(theme: Theme): void {
    this.#theme.set(theme);
    localStorage.setItem(STORAGE_KEY, theme);
  }
}
