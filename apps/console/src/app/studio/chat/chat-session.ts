import {
  Injectable,
  computed,
  effect,
  inject,
  resource,
  signal,
  untracked,
} from '@angular/core';
import {
  isRunOver,
  type ChatMessage,
  type Run,
  type RunAction,
  type RunInput,
} from '@plot-palette/domain';
import { lastValue } from '../../api/reload-every';
import { LiveRuns } from '../runs/live-runs';
import { StudioApi } from '../studio-api';
import { Submission } from '../submission';
import {
  awaitedAnswer,
  branchOf,
  following,
  messagesOf,
  withNewer,
  type Choices,
} from './conversation';

/** Among so many of a user's newest runs are those that are not over. */
const RECENT_RUNS = 50;

/** The session that a page shows, with the answers that are being written. Provided by the page, beside its `LiveRuns`. */
@Injectable()
export class ChatSession {
  readonly #api = inject(StudioApi);
  readonly #live = inject(LiveRuns);
  readonly #submission = new Submission();
  readonly #newer = signal<readonly ChatMessage[]>([]);
  readonly #choices = signal<Choices>(new Map());
  readonly #ended = new Set<string>();

  /** Undefined: a new session, which its first message makes. */
  readonly sessionId = signal<string | undefined>(undefined);

  readonly stored = resource({
    params: this.sessionId,
    loader: ({ params }) => this.#read(params),
  });
  readonly #known = lastValue(this.stored, this.sessionId);

  readonly #messages = computed(() => {
    const sessionId = this.sessionId();
    if (sessionId === undefined) return [];
    const { history = [], awaited = [] } = this.#known() ?? {};
    const newer = this.#newer().filter(
      (message) => message.sessionId === sessionId,
    );
    return withNewer(withNewer(history, newer), awaited);
  });
  readonly turns = computed(() =>
    branchOf(this.#messages(), this.#choices()).map((turn) => ({
      ...turn,
      message: this.#current(turn.message),
    })),
  );
  /** The run that writes the last answer of the branch. */
  readonly running = computed(() => {
    const last = this.turns().at(-1)?.message;
    return last?.role === 'assistant' && !isRunOver(last.status)
      ? last.runId
      : undefined;
  });

  constructor() {
    effect(() => {
      const open = this.#messages().flatMap((message) =>
        message.role === 'assistant' && !isRunOver(message.status)
          ? [message.runId]
          : [],
      );
      untracked(() => {
        for (const runId of open) this.#live.watch(runId);
      });
    });
    effect(() => this.#readAgainAfterEnds());
  }

  lossOf(runId: string): string | undefined {
    return this.#live.losses().get(runId);
  }

  choose(parentId: string | null, messageId: string): void {
    this.#choices.update((choices) =>
      new Map(choices).set(parentId, messageId),
    );
  }

  /** Starts a run and follows it. `text` is that of a new question. Throws an ApiProblem. */
  async start(
    request: Omit<RunInput, 'action'>,
    action: RunAction,
    text = '',
  ): Promise<Run> {
    this.#live.prepare();
    const sessionId = this.sessionId();
    const run = await this.#submission.send(
      { ...request, action, ...(sessionId === undefined ? {} : { sessionId }) },
      (body, key) => this.#api.startRun(body, key),
    );
    const parentId = 'parentId' in action ? (action.parentId ?? null) : null;
    const messages = messagesOf(run, action, parentId, text);
    this.#newer.update((newer) => [...newer, ...messages]);
    for (const message of messages)
      this.choose(message.parentId, message.messageId);
    this.sessionId.set(run.sessionId);
    return run;
  }

  async stop(): Promise<void> {
    const runId = this.running();
    if (runId !== undefined) await this.#api.stopRun(runId);
  }

  /** The messages of a session, and the answers that are being written in it: by another tab, or since before a reload. */
  async #read(sessionId: string) {
    // In this order: an answer that ends in between stands in the session by then.
    const { items } = await this.#api.runs({ limit: RECENT_RUNS });
    const { history } = await this.#api.session(sessionId);
    const awaited = items
      .filter((run) => run.sessionId === sessionId && !isRunOver(run.status))
      .map(awaitedAnswer);
    return { history, awaited };
  }

  #current(message: ChatMessage): ChatMessage {
    return message.role === 'assistant' && !isRunOver(message.status)
      ? following(message, this.#live.feeds().get(message.runId))
      : message;
  }

  /** What a run's events do not say (the time to its first token, the cards that were used) stands in the session. */
  #readAgainAfterEnds(): void {
    const over = [...this.#live.feeds().values()].filter(
      ({ runId, outcome }) => outcome !== undefined && !this.#ended.has(runId),
    );
    // A reading that is on its way may have begun before the end.
    if (over.length === 0 || this.stored.isLoading()) return;
    for (const { runId } of over) this.#ended.add(runId);
    untracked(() => this.stored.reload());
  }
}
