import type { Connections } from '../connections';
import { CardHeads } from './card-heads';
import { CardReader } from './card-reader';
import { CardSweeper } from './card-sweeper';
import { ConnectionStore } from './connection-store';
import { ProjectStore } from './project-store';
import { PromptCardStore } from './prompt-card-store';
import { PipelineLogStore } from './pipeline-log-store';
import { RunStore } from './run-store';
import { RunWatchStore } from './run-watch-store';
import { SessionStore } from './session-store';
import { StudioMetricsStore } from './studio-metrics-store';
import type { StudioTables } from './studio-tables';

/** The stores of the prompt studio and the analysis pipeline. */
export interface StudioStores {
  readonly projects: ProjectStore;
  readonly cardHeads: CardHeads;
  readonly promptCards: PromptCardStore;
  readonly cardReader: CardReader;
  readonly cardSweeper: CardSweeper;
  readonly runs: RunStore;
  readonly watches: RunWatchStore;
  readonly sessions: SessionStore;
  readonly metrics: StudioMetricsStore;
  readonly connections: ConnectionStore;
  readonly pipelineLogs: PipelineLogStore;
}

export function createStudioStores(
  tables: StudioTables,
  { database, objects }: Connections,
): StudioStores {
  const projects = new ProjectStore(database, tables.projects);
  const cardHeads = new CardHeads(database, tables.prompts);
  const promptCards = new PromptCardStore(database, tables, objects, cardHeads);
  const sessions = new SessionStore(database, tables.chatHistory, objects);
  const metrics = new StudioMetricsStore(tables.studioMetrics);
  return {
    projects,
    cardHeads,
    promptCards,
    cardReader: new CardReader(cardHeads, promptCards),
    cardSweeper: new CardSweeper(projects, cardHeads, promptCards, objects),
    runs: new RunStore(database, tables.runEvents, sessions, metrics),
    watches: new RunWatchStore(database, tables.runEvents),
    sessions,
    metrics,
    connections: new ConnectionStore(database, tables.connections),
    pipelineLogs: new PipelineLogStore(database, tables.pipelineLogs),
  };
}
