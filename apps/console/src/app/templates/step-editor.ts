import { Component, computed, input, output } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatExpansionModule } from '@angular/material/expansion';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { MatTooltipModule } from '@angular/material/tooltip';
import type { Model } from '@plot-palette/domain';
import { engineGroups } from './engine-options';
import type { PreviewIssue } from './preview';
import { PromptField } from './prompt-field';
import type { StepDraft } from './template-draft';

@Component({
  selector: 'app-step-editor',
  imports: [
    FormField,
    MatButtonModule,
    MatExpansionModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
    MatSelectModule,
    MatTooltipModule,
    PromptField,
  ],
  templateUrl: './step-editor.html',
  styleUrl: './step-editor.scss',
})
export class StepEditor {
  readonly step = input.required<FieldTree<StepDraft>>();
  readonly index = input.required<number>();
  readonly count = input.required<number>();
  readonly models = input<readonly Model[]>([]);
  readonly issues = input<readonly PreviewIssue[]>([]);
  readonly editable = input(true);
  readonly moved = output<-1 | 1>();
  readonly removed = output();

  protected readonly groups = computed(() =>
    engineGroups(this.models(), this.step().engine().value()),
  );
  protected readonly selected = computed(() =>
    this.groups()
      .flatMap(({ options }) => options)
      .find(({ value }) => value === this.step().engine().value()),
  );
  protected readonly markedLines = computed(() =>
    linesIn('prompt', this.issues()),
  );
  protected readonly markedSystemLines = computed(() =>
    linesIn('system', this.issues()),
  );
  protected readonly hasOptions = computed(() => {
    const { system, outputSchema } = this.step()().value();
    return system !== '' || outputSchema !== '';
  });
}

function linesIn(
  wanted: 'prompt' | 'system',
  issues: readonly PreviewIssue[],
): number[] {
  return issues.flatMap(({ line, part = 'prompt' }) =>
    part === wanted ? [line] : [],
  );
}
