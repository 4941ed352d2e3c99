import { Component, computed, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import type { Model, ProjectSettings } from '@plot-palette/domain';
import type { ChatSettingsDraft } from './chat-settings';
import { modelChoices } from './model-choice';

/** Model and parameters. With `project`, empty fields mean what it says; without, they are what a project says. */
@Component({
  selector: 'app-chat-settings-fields',
  imports: [FormField, MatFormFieldModule, MatInputModule, MatSelectModule],
  templateUrl: './chat-settings-fields.html',
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(120px, 100%), 1fr));
      gap: 14px;
      align-items: start;
    }
    .wide {
      grid-column: 1 / -1;
    }
  `,
})
export class ChatSettingsFields {
  readonly settings = input.required<FieldTree<ChatSettingsDraft>>();
  readonly models = input<readonly Model[]>([]);
  readonly project = input<ProjectSettings>();

  protected readonly groups = computed(() =>
    modelChoices(this.models(), this.settings().model().value()),
  );
  protected readonly selected = computed(() =>
    this.groups()
      .flatMap(({ options }) => options)
      .find(({ value }) => value === this.settings().model().value()),
  );
  protected readonly placeholders = computed(() => {
    const { maxTokens, temperature, topP } = this.project()?.parameters ?? {};
    return {
      maxTokens: maxTokens?.toString() ?? 'default',
      temperature: temperature?.toString() ?? 'default',
      topP: topP?.toString() ?? 'default',
    };
  });
}
