import { Component, inject } from '@angular/core';
import { MatIconModule } from '@angular/material/icon';
import { CONSOLE_CONFIG } from '../config/console-config';

/** What the operator says about the models, where their costs and answers are shown. */
@Component({
  selector: 'app-model-notice',
  imports: [MatIconModule],
  template: `
    @if (notice) {
      <p>
        <mat-icon svgIcon="info" class="icon-small" />
        {{ notice }}
      </p>
    }
  `,
  styles: `
    p {
      display: flex;
      gap: 8px;
      align-items: flex-start;
      margin-bottom: 16px;
      padding: 8px 14px;
      border-radius: 8px;
      background: var(--mat-sys-surface-container-high);
      color: var(--mat-sys-on-surface-variant);
      font-size: 0.8125rem;
    }
    mat-icon {
      flex: none;
      margin-top: 2px;
    }
  `,
})
export class ModelNotice {
  protected readonly notice = inject(CONSOLE_CONFIG).modelNotice;
}
