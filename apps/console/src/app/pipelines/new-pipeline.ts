import { Component, inject, resource, signal } from '@angular/core';
import { FormField, FormRoot, form, schema } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { Router } from '@angular/router';
import { pipelineRequestSchema } from '@plot-palette/domain';
import { allPages } from '../api/all-pages';
import { asProblem, type ApiProblem } from '../api/api-problem';
import { fieldIssues, type FieldIssue } from '../api/field-issues';
import { ProblemPanel } from '../api/problem-panel';
import { schemaRule } from '../api/schema-rule';
import { StudioApi } from '../studio/studio-api';
import { Submission } from '../studio/submission';
import { PipelinesApi } from './pipelines-api';

interface Draft {
  message: string;
  /** Empty: the caller's own pipeline project. */
  projectId: string;
}

const rules = schema<Draft>((draft) =>
  schemaRule(draft.message, pipelineRequestSchema.shape.message),
);

/** Sends a message through the pipeline and leads to its execution. */
@Component({
  selector: 'app-new-pipeline',
  imports: [
    FormField,
    FormRoot,
    MatButtonModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
    MatSelectModule,
    ProblemPanel,
  ],
  template: `
    <form class="panel" [formRoot]="fields">
      <mat-form-field>
        <mat-label>Message</mat-label>
        <textarea matInput rows="3" [formField]="fields.message"></textarea>
        <mat-error>{{ fields.message().errors()[0]?.message }}</mat-error>
      </mat-form-field>
      <div class="row">
        <mat-form-field>
          <mat-label>Cards of the project</mat-label>
          <mat-select [formField]="fields.projectId">
            <mat-option value="">The pipeline's own</mat-option>
            @for (
              project of projects.hasValue() ? projects.value() : [];
              track project.projectId
            ) {
              <mat-option [value]="project.projectId">
                {{ project.name }}
              </mat-option>
            }
          </mat-select>
        </mat-form-field>
        <button
          matButton="filled"
          type="submit"
          [disabled]="fields().submitting()"
        >
          <mat-icon svgIcon="send" />
          {{ fields().submitting() ? 'Sending…' : 'Send' }}
        </button>
      </div>
      @if (failure(); as problem) {
        <app-problem-panel [error]="problem" />
      }
    </form>
  `,
  styles: `
    form {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      gap: 12px;
      align-items: center;
      justify-content: space-between;
    }
    .row mat-form-field {
      width: min(320px, 100%);
    }
  `,
})
export class NewPipeline {
  readonly #api = inject(PipelinesApi);
  readonly #studio = inject(StudioApi);
  readonly #router = inject(Router);
  readonly #submission = new Submission();

  protected readonly projects = resource({
    loader: async () => {
      const all = await allPages((page) => this.#studio.projects(page));
      return all.filter(({ status }) => status === 'ACTIVE');
    },
  });
  protected readonly draft = signal<Draft>({ message: '', projectId: '' });
  protected readonly fields = form(this.draft, rules, {
    submission: { action: () => this.#send() },
  });
  protected readonly failure = signal<ApiProblem | undefined>(undefined);

  async #send(): Promise<FieldIssue[] | undefined> {
    this.failure.set(undefined);
    const { message, projectId } = this.draft();
    try {
      const { pipeline_id } = await this.#submission.send(
        { message, ...(projectId === '' ? {} : { projectId }) },
        (body, key) => this.#api.startPipeline(body, key),
      );
      await this.#router.navigate(['/pipelines', pipeline_id]);
      return undefined;
    } catch (error) {
      const problem = asProblem(error);
      this.failure.set(problem);
      return fieldIssues(this.fields, problem);
    }
  }
}
