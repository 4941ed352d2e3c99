import { DecimalPipe } from '@angular/common';
import { Component, input } from '@angular/core';
import { MatIconModule } from '@angular/material/icon';
import type { SeedValidation } from '@plot-palette/domain';

/** Whether a file has what a template needs; if not, which path is missing in which rows. */
@Component({
  selector: 'app-seed-validation-result',
  imports: [DecimalPipe, MatIconModule],
  template: `
    @let validation = result();
    @if (validation.valid) {
      <p class="good">
        <mat-icon svgIcon="check" class="icon-small" />
        All {{ validation.rows | number }} rows have what the template needs.
      </p>
    } @else {
      <p class="bad">
        <mat-icon svgIcon="error" class="icon-small" />
        The file does not have everything that the template needs.
      </p>
      <ul>
        @for (missing of validation.missing; track missing.path) {
          <li>
            <code>{{ missing.path }}</code>
            {{ missing.message }}
          </li>
        }
      </ul>
    }
  `,
  styles: `
    p {
      display: flex;
      gap: 6px;
      align-items: center;
    }
    .good {
      color: var(--app-good);
    }
    .bad {
      color: var(--mat-sys-error);
    }
    ul {
      margin: 8px 0 0;
      padding-left: 20px;
      overflow-wrap: anywhere;
    }
    code {
      margin-right: 4px;
      font-weight: 600;
    }
  `,
  host: { 'aria-live': 'polite' },
})
export class SeedValidationResult {
  readonly result = input.required<SeedValidation>();
}
