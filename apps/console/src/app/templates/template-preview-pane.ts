import { Component, computed, input, model } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatChipsModule } from '@angular/material/chips';
import { MatIconModule } from '@angular/material/icon';
import type { TemplatePreview } from '@plot-palette/domain';
import { PromptField } from './prompt-field';
import { sampleRow } from './sample-row';
import { jsonObjectError } from './template-draft';

/** The sample row, the paths it must have, and the prompts that come of it. */
@Component({
  selector: 'app-template-preview-pane',
  imports: [MatButtonModule, MatChipsModule, MatIconModule, PromptField],
  templateUrl: './template-preview-pane.html',
  styleUrl: './template-preview-pane.scss',
})
export class TemplatePreviewPane {
  readonly preview = input.required<TemplatePreview>();
  readonly row = model('');

  protected readonly rowError = computed(() =>
    this.row().trim() === '' ? undefined : jsonObjectError(this.row()),
  );
  protected readonly errors = computed(
    () =>
      this.preview().issues.filter(({ severity }) => severity === 'error')
        .length,
  );

  protected fillRow(): void {
    const row = sampleRow(this.preview().requiredPaths);
    this.row.set(JSON.stringify(row, null, 2));
  }
}
