import { DOCUMENT, Injectable, inject, signal } from '@angular/core';

/** Whether anybody can see the page; polling slows down when nobody can. */
@Injectable({ providedIn: 'root' })
export class PageVisibility {
  readonly #document = inject(DOCUMENT);
  readonly #visible = signal(this.#isVisible());
  readonly visible = this.#visible.asReadonly();

  constructor() {
    this.#document.addEventListener('visibilitychange', () =>
      this.#visible.set(this.#isVisible()),
    );
  }

  #isVisible(): boolean {
    return this.#document.visibilityState !== 'hidden';
  }
}
