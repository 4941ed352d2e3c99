import {
  Component,
  computed,
  effect,
  inject,
  input,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { Router } from '@angular/router';
import { MAX_INPUT_BYTES, type RunAction } from '@plot-palette/domain';
import { ApiClient } from '../../api/api-client';
import { ProblemPanel } from '../../api/problem-panel';
import { EmptyState } from '../../layout/empty-state';
import { ProjectFrame } from '../projects/project-frame';
import { InputUpload } from '../runs/input-upload';
import { LiveRuns } from '../runs/live-runs';
import { StudioApi } from '../studio-api';
import { ChatMessageView } from './chat-message';
import { ChatSession } from './chat-session';
import { Composer, type ComposedSettings } from './composer';
import type { Turn } from './conversation';
import { FollowsEnd } from './follows-end';
import { SessionList } from './session-list';

@Component({
  selector: 'app-chat-page',
  imports: [
    ChatMessageView,
    Composer,
    EmptyState,
    FollowsEnd,
    MatButtonModule,
    MatIconModule,
    MatProgressBarModule,
    ProblemPanel,
    ProjectFrame,
    SessionList,
  ],
  providers: [LiveRuns, ChatSession],
  templateUrl: './chat-page.html',
  styleUrl: './chat-page.scss',
  host: { '(keydown.escape)': 'stop()' },
})
export class ChatPage {
  readonly #api = inject(StudioApi);
  readonly #catalogue = inject(ApiClient);
  readonly #router = inject(Router);
  readonly #upload = inject(InputUpload);
  protected readonly chat = inject(ChatSession);

  readonly projectId = input.required<string>();
  /** Query parameter: the session that is shown; a new one when absent. */
  readonly session = input<string>();

  protected readonly project = resource({
    params: () => this.projectId(),
    loader: ({ params }) => this.#api.project(params),
  });
  protected readonly models = resource({
    loader: () => this.#catalogue.models(),
  });
  protected readonly text = signal('');
  protected readonly sending = signal(false);
  protected readonly failure = signal<unknown>(undefined);
  protected readonly showsSessions = signal(false);
  protected readonly canAsk = computed(
    () =>
      !this.sending() &&
      this.chat.running() === undefined &&
      this.project.hasValue() &&
      this.project.value().status === 'ACTIVE',
  );
  protected readonly progress = computed(() => {
    if (this.chat.running() !== undefined)
      return 'The answer is being written.';
    return this.chat.turns().length > 0 ? 'The answer is complete.' : '';
  });
  protected readonly composerView = viewChild(Composer);
  protected readonly sessionsView = viewChild(SessionList);

  constructor() {
    effect(() => {
      this.chat.sessionId.set(this.session());
      this.failure.set(undefined);
      this.showsSessions.set(false);
    });
  }

  protected async send(settings: ComposedSettings): Promise<void> {
    const text = this.text();
    const parentId = this.chat.turns().at(-1)?.message.messageId ?? null;
    const action = () => this.#asked(text, parentId);
    // What was typed while it was sent is the next message.
    if ((await this.#start(settings, action, text)) && this.text() === text)
      this.text.set('');
    this.composerView()?.focus();
  }

  protected async edit({ message }: Turn, text: string): Promise<void> {
    await this.#start(
      this.#settings(),
      () => this.#asked(text, message.parentId),
      text,
    );
  }

  protected async again(
    kind: 'REGENERATE' | 'CONTINUE',
    { message: { messageId } }: Turn,
  ): Promise<void> {
    await this.#start(this.#settings(), async () => ({ kind, messageId }));
  }

  protected async stop(): Promise<void> {
    try {
      await this.chat.stop();
    } catch (error) {
      this.failure.set(error);
    }
  }

  #settings(): ComposedSettings {
    return this.composerView()?.chosen() ?? { parameters: {} };
  }

  async #asked(text: string, parentId: string | null): Promise<RunAction> {
    if (new TextEncoder().encode(text).length <= MAX_INPUT_BYTES)
      return { kind: 'MESSAGE', text, parentId };
    const uploadId = await this.#upload.send(text);
    return { kind: 'UPLOADED_MESSAGE', uploadId, parentId };
  }

  /** Whether a run was started. */
  async #start(
    settings: ComposedSettings,
    action: () => Promise<RunAction>,
    text = '',
  ): Promise<boolean> {
    if (!this.canAsk()) return false;
    this.failure.set(undefined);
    this.sending.set(true);
    try {
      const { sessionId } = await this.chat.start(
        { projectId: this.projectId(), ...settings },
        await action(),
        text,
      );
      await this.#show(sessionId);
      return true;
    } catch (error) {
      this.failure.set(error);
      return false;
    } finally {
      this.sending.set(false);
    }
  }

  async #show(sessionId: string): Promise<void> {
    this.sessionsView()?.sessions.reload();
    if (sessionId === this.session()) return;
    await this.#router.navigate([], {
      queryParams: { session: sessionId },
      replaceUrl: true,
    });
  }
}
