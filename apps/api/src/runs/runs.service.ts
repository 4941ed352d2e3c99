import { Injectable } from '@nestjs/common';
import {
  MAX_COLUMNS,
  NotFound,
  type Comparison,
  type Page,
  type PageQuery,
  type Run,
} from '@plot-palette/domain';
import { RunStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { columnRunId } from './run-identity';

/** A run is its user's, and nobody else's. */
@Injectable()
export class RunsService {
  constructor(private readonly runs: RunStore) {}

  list({ userId }: Caller, page: PageQuery): Promise<Page<Run>> {
    return this.runs.listByUser(userId, page);
  }

  /** @throws NotFound when it does not exist or is somebody else's. */
  async get({ userId }: Caller, runId: string): Promise<Run> {
    const run = await this.runs.get(runId);
    if (run?.userId !== userId) throw new NotFound(`There is no run ${runId}.`);
    return run;
  }

  /** May be repeated, and changes nothing of a run that is over. */
  async stop(caller: Caller, runId: string): Promise<Run> {
    const run = await this.get(caller, runId);
    return (await this.runs.requestStop(runId)) ?? run;
  }

  /** @throws NotFound when it does not exist or is somebody else's. */
  async stopComparison(
    caller: Caller,
    comparisonId: string,
  ): Promise<Comparison> {
    const runs = await Promise.all(
      Array.from({ length: MAX_COLUMNS }, (_, column) =>
        this.runs.get(columnRunId(comparisonId, column)),
      ),
    );
    const own = runs
      .filter((run) => run !== undefined)
      .filter(({ userId }) => userId === caller.userId);
    if (own.length === 0)
      throw new NotFound(`There is no comparison ${comparisonId}.`);
    return {
      comparisonId,
      runs: await Promise.all(own.map(({ runId }) => this.stop(caller, runId))),
    };
  }
}
