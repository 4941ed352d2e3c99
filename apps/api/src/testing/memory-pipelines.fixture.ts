import type {
  Page,
  PageQuery,
  PipelineLog,
  PipelineState,
} from '@plot-palette/domain';
import type {
  PipelineExecutions,
  PipelineLogSearch,
  PipelineLogStore,
  PipelineProgress,
} from '@plot-palette/stores';
import { pageOf, type PublicOf } from './memory-pages.fixture';

export class MemoryPipelineLogs implements PublicOf<PipelineLogStore> {
  readonly table = 'pipeline-logs';
  readonly rows = new Map<string, PipelineLog>();

  async putFinal(row: PipelineLog): Promise<boolean> {
    if (this.rows.has(row.pipeline_id)) return false;
    this.rows.set(row.pipeline_id, row);
    return true;
  }

  async get(pipelineId: string): Promise<PipelineLog | undefined> {
    return this.rows.get(pipelineId);
  }

  async list(
    { userId, day, status }: PipelineLogSearch,
    page: PageQuery,
  ): Promise<Page<PipelineLog>> {
    const found = [...this.rows.values()].filter(
      (row) =>
        (userId === undefined || row.userId === userId) &&
        (day === undefined || row.day === day) &&
        (status === undefined || row.status === status),
    );
    return pageOf(found.reverse(), page);
  }
}

/** What was started, and how far a test says that it is. */
export class MemoryPipelineExecutions implements PublicOf<PipelineExecutions> {
  readonly started: string[] = [];
  readonly progresses = new Map<string, PipelineProgress>();
  /** What a started execution does at once. */
  onStart: (state: Pick<PipelineState, 'pipeline_id' | 'userId'>) => unknown =
    () => undefined;

  async start(
    state: Pick<PipelineState, 'pipeline_id' | 'userId'>,
  ): Promise<void> {
    if (this.started.includes(state.pipeline_id)) return;
    this.started.push(state.pipeline_id);
    await this.onStart(state);
  }

  async progress(pipelineId: string): Promise<PipelineProgress | undefined> {
    return this.progresses.get(pipelineId);
  }

  /** The class has private members, so no fake is assignable to it. */
  asExecutions(): PipelineExecutions {
    return this as unknown as PipelineExecutions;
  }
}
