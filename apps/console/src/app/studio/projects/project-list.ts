import { DatePipe } from '@angular/common';
import { Component, inject, resource } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatTableModule } from '@angular/material/table';
import { RouterLink } from '@angular/router';
import { ProblemPanel } from '../../api/problem-panel';
import { CursorTrail } from '../../layout/cursor-trail';
import { EmptyState } from '../../layout/empty-state';
import { PageHeader } from '../../layout/page-header';
import { Pager } from '../../layout/pager';
import { StatusChip } from '../../layout/status-chip';
import { StudioApi } from '../studio-api';

@Component({
  selector: 'app-project-list',
  imports: [
    DatePipe,
    EmptyState,
    MatButtonModule,
    MatIconModule,
    MatProgressBarModule,
    MatTableModule,
    PageHeader,
    Pager,
    ProblemPanel,
    RouterLink,
    StatusChip,
  ],
  templateUrl: './project-list.html',
  styles: `
    td {
      padding-top: 8px;
      padding-bottom: 8px;
    }
    td.mat-column-name {
      min-width: 200px;
    }
    .description {
      display: -webkit-box;
      max-width: 60ch;
      overflow: hidden;
      font-size: 0.8125rem;
      overflow-wrap: anywhere;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }
  `,
})
export class ProjectList {
  readonly #api = inject(StudioApi);

  protected readonly columns = ['name', 'model', 'status', 'updatedAt'];
  protected readonly trail = new CursorTrail();
  protected readonly page = resource({
    params: () => ({ cursor: this.trail.current() }),
    loader: ({ params }) => this.#api.projects(params),
  });
}
