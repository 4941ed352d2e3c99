import { CdkScrollable } from '@angular/cdk/scrolling';
import { Directive, afterRenderEffect, inject, input } from '@angular/core';

/** Nearer than this to the end counts as being there. */
const NEAR_PIXELS = 160;

/** Keeps the end of a growing page in sight, for as long as the reader has not scrolled away from it. */
@Directive({ selector: '[appFollowsEnd]' })
export class FollowsEnd {
  readonly #scrollable = inject(CdkScrollable, { optional: true });
  /** Whatever grows. */
  readonly appFollowsEnd = input<unknown>();
  /** Changes when another text begins, whose end is to be shown in any case. */
  readonly startsAt = input<unknown>();
  #lastHeight = 0;
  #lastStart: unknown;

  constructor() {
    afterRenderEffect(() => {
      this.appFollowsEnd();
      this.#follow(this.startsAt());
    });
  }

  #follow(start: unknown): void {
    const element = this.#scrollable?.getElementRef().nativeElement;
    if (element === undefined) return;
    const seenTo = element.scrollTop + element.clientHeight;
    const isThere = this.#lastHeight - seenTo < NEAR_PIXELS;
    if (isThere || start !== this.#lastStart)
      element.scrollTop = element.scrollHeight;
    this.#lastHeight = element.scrollHeight;
    this.#lastStart = start;
  }
}
