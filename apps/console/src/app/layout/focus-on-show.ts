import { Directive, ElementRef, afterNextRender, inject } from '@angular/core';

/** For a field that appears because somebody asked for it: it is where he goes on. */
@Directive({ selector: '[appFocusOnShow]' })
export class FocusOnShow {
  constructor() {
    const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    afterNextRender(() => element.focus());
  }
}
