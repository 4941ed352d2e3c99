import { DatePipe } from '@angular/common';
import {
  Component,
  computed,
  inject,
  input,
  resource,
  signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatMenuModule } from '@angular/material/menu';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { Router, RouterLink } from '@angular/router';
import type { Session } from '@plot-palette/domain';
import { ProblemPanel } from '../../api/problem-panel';
import { lastValue } from '../../api/reload-every';
import { Confirm } from '../../layout/confirm';
import { CursorTrail } from '../../layout/cursor-trail';
import { FocusOnShow } from '../../layout/focus-on-show';
import { Pager } from '../../layout/pager';
import { settled } from '../../layout/settled';
import { StudioApi, type ExportFormat } from '../studio-api';
import { saveFile } from './save-file';

const SEARCH_DELAY_MS = 300;

/** The sessions of a project: found, opened, renamed, exported and deleted here. */
@Component({
  selector: 'app-session-list',
  imports: [
    DatePipe,
    FocusOnShow,
    MatButtonModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
    MatMenuModule,
    MatProgressBarModule,
    Pager,
    ProblemPanel,
    RouterLink,
  ],
  templateUrl: './session-list.html',
  styleUrl: './session-list.scss',
})
export class SessionList {
  readonly #api = inject(StudioApi);
  readonly #router = inject(Router);
  readonly #confirm = inject(Confirm);

  readonly projectId = input.required<string>();
  readonly current = input<string | undefined>();

  protected readonly search = signal('');
  readonly #wanted = settled(() => this.search().trim(), SEARCH_DELAY_MS);
  protected readonly trail = new CursorTrail();
  readonly #query = computed(() => ({
    projectId: this.projectId(),
    ...(this.#wanted() === '' ? {} : { search: this.#wanted() }),
    cursor: this.trail.current(),
  }));
  readonly sessions = resource({
    params: this.#query,
    loader: ({ params }) => this.#api.sessions(params),
  });
  protected readonly shown = lastValue(this.sessions, this.projectId);
  protected readonly failure = signal<unknown>(undefined);
  protected readonly renaming = signal<string | undefined>(undefined);

  protected find({ target }: Event): void {
    if (!(target instanceof HTMLInputElement)) return;
    this.trail.reset();
    this.search.set(target.value);
  }

  protected async rename(session: Session, title: string): Promise<void> {
    // The field loses its focus once more when it goes away: after Enter, and after Escape.
    if (this.renaming() !== session.sessionId) return;
    this.renaming.set(undefined);
    const wanted = title.trim();
    if (wanted === '' || wanted === session.title) return;
    await this.#act(() => this.#api.renameSession(session.sessionId, wanted));
  }

  protected async remove({ sessionId, title }: Session): Promise<void> {
    const isSure = await this.#confirm.ask({
      title: `Delete “${title}”?`,
      text: 'All its messages are deleted for good.',
      action: 'Delete the session',
    });
    if (!isSure) return;
    await this.#act(() => this.#api.deleteSession(sessionId));
    if (sessionId === this.current())
      await this.#router.navigate(['/studio', this.projectId()]);
  }

  protected async export(
    { sessionId, title }: Session,
    format: ExportFormat,
  ): Promise<void> {
    await this.#act(async () => {
      const file = await this.#api.exportSession(sessionId, format);
      saveFile(file, `${title}.${format === 'json' ? 'json' : 'md'}`);
    });
  }

  async #act(action: () => Promise<unknown>): Promise<void> {
    this.failure.set(undefined);
    try {
      await action();
      this.sessions.reload();
    } catch (error) {
      this.failure.set(error);
    }
  }
}
