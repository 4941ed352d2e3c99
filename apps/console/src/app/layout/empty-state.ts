import { Component, input } from '@angular/core';
import { MatIconModule } from '@angular/material/icon';
import type { IconName } from './icons';

/** What a list says when it has nothing to show; the way out of it is projected. */
@Component({
  selector: 'app-empty-state',
  imports: [MatIconModule],
  template: `
    <mat-icon [svgIcon]="icon()" />
    <h2>{{ title() }}</h2>
    <p class="muted">{{ text() }}</p>
    <ng-content />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 8px;
      align-items: center;
      padding: 56px 24px;
      border: 1px dashed var(--mat-sys-outline-variant);
      border-radius: var(--app-radius);
      text-align: center;
    }
    mat-icon {
      width: 40px;
      height: 40px;
      color: var(--mat-sys-outline);
    }
    p {
      max-width: 52ch;
      margin-bottom: 8px;
    }
  `,
})
export class EmptyState {
  readonly icon = input.required<IconName>();
  readonly title = input.required<string>();
  readonly text = input('');
}
