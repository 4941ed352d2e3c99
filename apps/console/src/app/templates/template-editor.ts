import {
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  resource,
  signal,
} from '@angular/core';
import {
  FormField,
  FormRoot,
  apply,
  disabled,
  form,
} from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSlideToggleModule } from '@angular/material/slide-toggle';
import { MatSnackBar } from '@angular/material/snack-bar';
import { Router, RouterLink } from '@angular/router';
import { MAX_STEPS, type Template } from '@plot-palette/domain';
import { ApiClient } from '../api/api-client';
import { ApiProblem, asProblem, isConflict } from '../api/api-problem';
import { fieldIssues, type FieldIssue } from '../api/field-issues';
import { ProblemPanel } from '../api/problem-panel';
import { Confirm } from '../layout/confirm';
import { PageHeader } from '../layout/page-header';
import { settled } from '../layout/settled';
import { SessionService } from '../session/session-service';
import { FragmentSource } from './fragment-source';
import { previewSteps, type Fragments } from './preview';
import { StepEditor } from './step-editor';
import {
  draftOf,
  emptyDraft,
  inputOf,
  jsonObjectOf,
  newStep,
} from './template-draft';
import { TemplatePreviewPane } from './template-preview-pane';
import { templateRules } from './template-rules';
import type { HoldsChanges } from '../layout/unsaved-changes-guard';

const PREVIEW_DELAY_MS = 250;
const NO_FRAGMENTS: Fragments = new Map();
const INCLUDES = /\{%[-+]?\s*include\b/;

@Component({
  selector: 'app-template-editor',
  imports: [
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
    RouterLink,
    StepEditor,
    TemplatePreviewPane,
  ],
  templateUrl: './template-editor.html',
  styleUrl: './template-editor.scss',
  host: { '(window:beforeunload)': 'warnBeforeUnload($event)' },
})
export class TemplateEditor implements HoldsChanges {
  readonly #api = inject(ApiClient);
  readonly #router = inject(Router);
  readonly #confirm = inject(Confirm);
  readonly #snackBar = inject(MatSnackBar);
  readonly #fragmentSource = inject(FragmentSource);
  readonly #user = inject(SessionService).user;

  /** Of the route; absent for a new template. */
  readonly templateId = input<string>();
  /** Query parameter: the template that a new one starts as a copy of. */
  readonly from = input<string>();

  protected readonly maxSteps = MAX_STEPS;
  protected readonly loaded = resource({
    params: () => this.templateId() ?? this.from(),
    loader: ({ params }) => this.#api.template(params),
  });
  protected readonly models = resource({ loader: () => this.#api.models() });
  protected readonly failure = signal<ApiProblem | undefined>(undefined);
  protected readonly conflict = signal(false);

  readonly #source = computed(() =>
    this.loaded.hasValue() ? this.loaded.value() : undefined,
  );
  /** What the server has, as far as this page knows. */
  protected readonly saved = linkedSignal<Template | undefined>(() =>
    this.templateId() === undefined ? undefined : this.#source(),
  );
  protected readonly draft = linkedSignal(() => this.#startingDraft());
  readonly #savedText = linkedSignal(() => textOf(this.#startingDraft()));

  protected readonly editable = computed(() => {
    const owner = this.saved()?.userId;
    return owner === undefined || owner === this.#user()?.userId;
  });
  protected readonly template = form(
    this.draft,
    (path) => {
      apply(path, templateRules);
      disabled(path, () => !this.editable());
    },
    { submission: { action: () => this.#save() } },
  );

  protected readonly row = signal('');
  readonly #settled = settled(
    () => ({ steps: this.draft().steps, row: jsonObjectOf(this.row()) }),
    PREVIEW_DELAY_MS,
  );
  readonly #fragments = resource({
    params: () =>
      this.#settled().steps.some(({ prompt }) => INCLUDES.test(prompt)) ||
      undefined,
    loader: () => this.#fragmentSource.load(),
  });
  protected readonly preview = computed(() =>
    previewSteps(
      this.#settled().steps,
      this.#settled().row,
      this.#fragments.hasValue() ? this.#fragments.value() : NO_FRAGMENTS,
    ),
  );

  hasUnsavedChanges(): boolean {
    return this.editable() && textOf(this.draft()) !== this.#savedText();
  }

  protected issuesOf(stepId: string) {
    return this.preview().issues.filter((issue) => issue.stepId === stepId);
  }

  protected addStep(): void {
    this.draft.update((draft) => ({
      ...draft,
      steps: [...draft.steps, newStep(draft.steps)],
    }));
  }

  protected removeStep(index: number): void {
    this.draft.update((draft) => ({
      ...draft,
      steps: draft.steps.filter((_, position) => position !== index),
    }));
  }

  protected moveStep(index: number, by: -1 | 1): void {
    this.draft.update((draft) => {
      const steps = [...draft.steps];
      const [step] = steps.splice(index, 1);
      if (step !== undefined) steps.splice(index + by, 0, step);
      return { ...draft, steps };
    });
  }

  protected reload(): void {
    this.conflict.set(false);
    this.failure.set(undefined);
    this.loaded.reload();
  }

  protected async remove({ templateId, name }: Template): Promise<void> {
    const isSure = await this.#confirm.ask({
      title: `Delete “${name}”?`,
      text: 'All its versions are deleted. Jobs keep their own copies and go on.',
      action: 'Delete the template',
    });
    if (!isSure) return;
    try {
      await this.#api.deleteTemplate(templateId);
      this.#savedText.set(textOf(this.draft()));
      await this.#router.navigateByUrl('/templates');
    } catch (error) {
      this.failure.set(asProblem(error));
    }
  }

  protected warnBeforeUnload(event: BeforeUnloadEvent): void {
    if (this.hasUnsavedChanges()) event.preventDefault();
  }

  async #save(): Promise<FieldIssue[] | undefined> {
    this.failure.set(undefined);
    this.conflict.set(false);
    const draft = this.draft();
    try {
      await this.#store(draft);
      return undefined;
    } catch (error) {
      const problem = asProblem(error);
      this.conflict.set(isConflict(problem));
      this.failure.set(problem);
      return fieldIssues(this.template, problem);
    }
  }

  async #store(draft: ReturnType<typeof emptyDraft>): Promise<void> {
    const before = this.saved();
    const input = inputOf(draft);
    const after =
      before === undefined
        ? await this.#api.createTemplate(input)
        : await this.#api.updateTemplate(
            before.templateId,
            input,
            before.version,
          );
    this.#savedText.set(textOf(draft));
    this.#snackBar.open(`Saved as version ${after.version}.`, undefined, {
      duration: 4_000,
    });
    if (before === undefined)
      await this.#router.navigate(['/templates', after.templateId], {
        replaceUrl: true,
      });
    else this.saved.set(after);
  }

  #startingDraft() {
    const source = this.#source();
    if (source === undefined) return emptyDraft();
    return this.templateId() === undefined
      ? { ...draftOf(source), name: `Copy of ${source.name}`, isPublic: false }
      : draftOf(source);
  }
}

/** Two drafts with the same text would be saved as the same template. */
function textOf(draft: ReturnType<typeof emptyDraft>): string {
  return JSON.stringify(inputOf(draft));
}
