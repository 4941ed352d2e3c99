import { Component, input, type ResourceRef } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatTabsModule } from '@angular/material/tabs';
import {
  RouterLink,
  RouterLinkActive,
  type IsActiveMatchOptions,
} from '@angular/router';
import type { Project } from '@plot-palette/domain';
import { ProblemPanel } from '../../api/problem-panel';
import { PageHeader } from '../../layout/page-header';
import { StatusChip } from '../../layout/status-chip';

/** What the pages of a project have in common: its name, the ways between them, and what is shown until it is there. */
@Component({
  selector: 'app-project-frame',
  imports: [
    MatButtonModule,
    MatIconModule,
    MatProgressBarModule,
    MatTabsModule,
    PageHeader,
    ProblemPanel,
    RouterLink,
    RouterLinkActive,
    StatusChip,
  ],
  templateUrl: './project-frame.html',
  styles: `
    app-page-header {
      margin-bottom: 4px;
    }
    nav {
      margin-bottom: 16px;
    }
  `,
})
export class ProjectFrame {
  readonly projectId = input.required<string>();
  readonly project = input.required<ResourceRef<Project | undefined>>();

  protected readonly tabs = [
    { path: '', label: 'Chat' },
    { path: 'cards', label: 'Cards' },
    { path: 'compare', label: 'Compare' },
  ];
  protected readonly exactPath: IsActiveMatchOptions = {
    paths: 'exact',
    queryParams: 'ignored',
    fragment: 'ignored',
    matrixParams: 'ignored',
  };

  protected linkTo(path: string): string[] {
    return ['/studio', this.projectId(), ...(path === '' ? [] : [path])];
  }
}
