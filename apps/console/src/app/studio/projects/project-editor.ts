import {
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  resource,
  signal,
} from '@angular/core';
import { FormField, FormRoot, form } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSlideToggleModule } from '@angular/material/slide-toggle';
import { Router } from '@angular/router';
import type { Project } from '@plot-palette/domain';
import { ApiClient } from '../../api/api-client';
import { ApiProblem, asProblem, isConflict } from '../../api/api-problem';
import { fieldIssues, type FieldIssue } from '../../api/field-issues';
import { ProblemPanel } from '../../api/problem-panel';
import { Confirm } from '../../layout/confirm';
import { PageHeader } from '../../layout/page-header';
import type { HoldsChanges } from '../../layout/unsaved-changes-guard';
import { ChatSettingsFields } from '../settings/chat-settings-fields';
import { StudioApi } from '../studio-api';
import { projectDraft, projectInputOf } from './project-draft';
import { projectRules } from './project-rules';

/** A new project, or what is set of one. */
@Component({
  selector: 'app-project-editor',
  imports: [
    ChatSettingsFields,
    FormField,
    FormRoot,
    MatButtonModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
    MatProgressBarModule,
    MatSlideToggleModule,
    PageHeader,
    ProblemPanel,
  ],
  templateUrl: './project-editor.html',
  styleUrl: './project-editor.scss',
})
export class ProjectEditor implements HoldsChanges {
  readonly #api = inject(StudioApi);
  readonly #catalogue = inject(ApiClient);
  readonly #router = inject(Router);
  readonly #confirm = inject(Confirm);

  /** Of the route; absent for a new project. */
  readonly projectId = input<string>();

  protected readonly loaded = resource({
    params: () => this.projectId(),
    loader: ({ params }) => this.#api.project(params),
  });
  protected readonly models = resource({
    loader: () => this.#catalogue.models(),
  });
  protected readonly failure = signal<ApiProblem | undefined>(undefined);
  protected readonly conflict = computed(() => isConflict(this.failure()));

  protected readonly saved = computed(() =>
    this.loaded.hasValue() ? this.loaded.value() : undefined,
  );
  protected readonly draft = linkedSignal(() => projectDraft(this.saved()));
  readonly #savedText = linkedSignal(() =>
    JSON.stringify(projectDraft(this.saved())),
  );
  protected readonly project = form(this.draft, projectRules, {
    submission: { action: () => this.#save() },
  });
  protected readonly backTo = computed(() => {
    const projectId = this.projectId();
    return projectId === undefined ? '/studio' : `/studio/${projectId}`;
  });

  hasUnsavedChanges(): boolean {
    return JSON.stringify(this.draft()) !== this.#savedText();
  }

  protected reload(): void {
    this.failure.set(undefined);
    this.loaded.reload();
  }

  protected async remove({ projectId, name }: Project): Promise<void> {
    const isSure = await this.#confirm.ask({
      title: `Delete “${name}”?`,
      text: 'Its cards are deleted with all their versions. Its sessions cannot be continued and expire.',
      action: 'Delete the project',
    });
    if (!isSure) return;
    try {
      await this.#api.deleteProject(projectId);
      await this.#leave('/studio');
    } catch (error) {
      this.failure.set(asProblem(error));
    }
  }

  async #save(): Promise<FieldIssue[] | undefined> {
    this.failure.set(undefined);
    try {
      const { projectId } = await this.#store(this.saved());
      await this.#leave(`/studio/${projectId}`);
      return undefined;
    } catch (error) {
      const problem = asProblem(error);
      this.failure.set(problem);
      return fieldIssues(this.project, problem);
    }
  }

  #store(before: Project | undefined): Promise<Project> {
    const input = projectInputOf(this.draft());
    return before === undefined
      ? this.#api.createProject(input)
      : this.#api.updateProject(before.projectId, input, before.version);
  }

  async #leave(url: string): Promise<void> {
    this.#savedText.set(JSON.stringify(this.draft()));
    await this.#router.navigateByUrl(url);
  }
}
