import { computed, signal } from '@angular/core';

/** Where in a cursor-paged list one is: cursors only lead forward, so the way back is kept. */
export class CursorTrail {
  readonly #cursors = signal<readonly string[]>([]);
  /** Undefined on the first page. */
  readonly current = computed(() => this.#cursors().at(-1));
  readonly page = computed(() => this.#cursors().length + 1);

  forward(cursor: string): void {
    this.#cursors.update((cursors) => [...cursors, cursor]);
  }

  back(): void {
    this.#cursors.update((cursors) => cursors.slice(0, -1));
  }

  reset(): void {
    this.#cursors.set([]);
  }
}
