import type { NanoUsd, PromptCard } from '@plot-palette/domain';
import type { StreamingModelClient } from '@plot-palette/inference';
import type { LedgerStore, RunStore, SessionStore } from '@plot-palette/stores';
import type { RunWatchers } from '../run-watchers';

/** Reads the cards that a project's system prompt is made of, in their order. */
export interface CardSource {
  /** @throws NotFound or InvalidInput for versions that do not exist */
  systemPromptCards(
    projectId: string,
    cardVersions: Readonly<Record<string, number>>,
  ): Promise<readonly Pick<PromptCard, 'promptId' | 'version' | 'content'>[]>;
}

export interface RunLogger {
  info(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

/** What the end of a run needs, whoever brings it about. */
export interface EndDependencies {
  readonly runs: Pick<
    RunStore,
    'append' | 'renew' | 'finish' | 'takeOver' | 'eventsAfter'
  >;
  readonly sessions: Pick<SessionStore, 'addAnswer'>;
  readonly ledger: Pick<LedgerStore, 'get' | 'close'>;
  readonly watchers: Pick<RunWatchers, 'push'>;
  readonly region: string;
  readonly logger: RunLogger;
}

export interface RunDependencies extends EndDependencies {
  readonly runs: EndDependencies['runs'] & Pick<RunStore, 'claim' | 'get'>;
  readonly sessions: Pick<SessionStore, 'addAnswer' | 'messages'>;
  readonly ledger: Pick<LedgerStore, 'get' | 'close' | 'create' | 'reserve'>;
  readonly cards: CardSource;
  readonly models: Pick<StreamingModelClient, 'stream'>;
  /** What a user's runs of one month may cost together. */
  readonly monthlyCapNanoUsd: NanoUsd;
}
