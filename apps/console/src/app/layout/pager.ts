import { Component, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import type { CursorTrail } from './cursor-trail';

@Component({
  selector: 'app-pager',
  imports: [MatButtonModule, MatIconModule],
  template: `
    @if (trail().page() > 1 || nextCursor()) {
      <nav aria-label="Pages">
        <button
          matIconButton
          type="button"
          aria-label="Previous page"
          [disabled]="trail().page() === 1"
          (click)="trail().back()"
        >
          <mat-icon svgIcon="previous" />
        </button>
        <span class="muted">Page {{ trail().page() }}</span>
        <button
          matIconButton
          type="button"
          aria-label="Next page"
          [disabled]="!nextCursor()"
          (click)="forward()"
        >
          <mat-icon svgIcon="next" />
        </button>
      </nav>
    }
  `,
  styles: `
    nav {
      display: flex;
      gap: 8px;
      align-items: center;
      justify-content: flex-end;
      margin-top: 8px;
    }
  `,
})
export class Pager {
  readonly trail = input.required<CursorTrail>();
  readonly nextCursor = input<string | undefined>();

  protected forward(): void {
    const cursor = this.nextCursor();
    if (cursor !== undefined) this.trail().forward(cursor);
  }
}
