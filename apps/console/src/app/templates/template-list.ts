import { DatePipe } from '@angular/common';
import { Component, computed, inject, input, resource } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatButtonToggleModule } from '@angular/material/button-toggle';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatTableModule } from '@angular/material/table';
import { Router, RouterLink } from '@angular/router';
import type { Template } from '@plot-palette/domain';
import { ApiClient, type TemplateVisibility } from '../api/api-client';
import { ProblemPanel } from '../api/problem-panel';
import { CursorTrail } from '../layout/cursor-trail';
import { EmptyState } from '../layout/empty-state';
import { PageHeader } from '../layout/page-header';
import { Pager } from '../layout/pager';
import { StatusChip } from '../layout/status-chip';

@Component({
  selector: 'app-template-list',
  imports: [
    DatePipe,
    EmptyState,
    MatButtonModule,
    MatButtonToggleModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
    MatProgressBarModule,
    MatTableModule,
    PageHeader,
    Pager,
    ProblemPanel,
    RouterLink,
    StatusChip,
  ],
  templateUrl: './template-list.html',
  styleUrl: './template-list.scss',
})
export class TemplateList {
  readonly #api = inject(ApiClient);
  readonly #router = inject(Router);

  /** Query parameters, so that a view can be linked and survives a reload. */
  readonly show = input<string>();
  readonly search = input<string>();

  protected readonly columns = [
    'name',
    'category',
    'steps',
    'version',
    'updatedAt',
  ];
  protected readonly trail = new CursorTrail();
  protected readonly visibility = computed<TemplateVisibility>(() =>
    this.show() === 'public' ? 'public' : 'own',
  );
  protected readonly page = resource({
    params: () => ({
      visibility: this.visibility(),
      cursor: this.trail.current(),
    }),
    loader: ({ params: { visibility, cursor } }) =>
      this.#api.templates(visibility, { cursor }),
  });
  protected readonly found = computed<Template[]>(() => {
    const wanted = (this.search() ?? '').trim().toLocaleLowerCase();
    const items = this.page.hasValue() ? this.page.value().items : [];
    return items.filter(({ name }) =>
      name.toLocaleLowerCase().includes(wanted),
    );
  });

  protected async showOnly(visibility: TemplateVisibility): Promise<void> {
    this.trail.reset();
    await this.#setQuery({ show: visibility === 'own' ? null : visibility });
  }

  protected async searchFor(text: string): Promise<void> {
    await this.#setQuery({ search: text === '' ? null : text });
  }

  async #setQuery(queryParams: Record<string, string | null>): Promise<void> {
    await this.#router.navigate([], {
      queryParams,
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }
}
