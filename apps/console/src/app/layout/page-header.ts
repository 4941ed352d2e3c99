import { Component, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';

/** Title of a page with the way back and, projected, what one can do here. */
@Component({
  selector: 'app-page-header',
  imports: [MatButtonModule, MatIconModule, RouterLink],
  template: `
    @if (backTo(); as link) {
      <a matIconButton [routerLink]="link" [attr.aria-label]="backLabel()">
        <mat-icon svgIcon="back" />
      </a>
    }
    <div class="title">
      <h1>{{ heading() }}</h1>
      <ng-content select="[subtitle]" />
    </div>
    <div class="actions"><ng-content /></div>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 12px;
      align-items: center;
      margin-bottom: 20px;
    }
    .title {
      flex: 1;
      min-width: 200px;
    }
    h1 {
      font: var(--mat-sys-headline-small);
      overflow-wrap: anywhere;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: center;
    }
  `,
})
export class PageHeader {
  readonly heading = input.required<string>();
  readonly backTo = input('');
  readonly backLabel = input('Back');
}
