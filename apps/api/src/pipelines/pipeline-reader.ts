import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import {
  Forbidden,
  NotFound,
  type Page,
  type PipelineExecution,
  type PipelineInput,
  type PipelineListQuery,
  type PipelineLog,
} from '@plot-palette/domain';
import {
  PipelineExecutions,
  PipelineLogStore,
  type PipelineProgress,
} from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { PipelineTexts } from './pipeline-texts';

const POLL_MS = 300;

/** Executions are their caller's; administrators may read all. */
@Injectable()
export class PipelineReader {
  constructor(
    private readonly logs: PipelineLogStore,
    private readonly executions: PipelineExecutions,
    private readonly texts: PipelineTexts,
  ) {}

  /** @throws NotFound when it does not exist or is somebody else's. */
  async get(caller: Caller, pipelineId: string): Promise<PipelineExecution> {
    const execution = await this.find(pipelineId);
    if (
      execution === undefined ||
      !(caller.isAdmin || execution.userId === caller.userId)
    )
      throw new NotFound(`There is no pipeline execution ${pipelineId}.`);
    return this.texts.whole(execution);
  }

  /** As {@link get}, at its end or when the time is over. */
  async wait(
    caller: Caller,
    pipelineId: string,
    waitMs: number,
  ): Promise<PipelineExecution> {
    const deadline = Date.now() + waitMs;
    while (
      Date.now() < deadline &&
      (await this.logs.get(pipelineId)) === undefined
    )
      await pause(POLL_MS);
    return this.get(caller, pipelineId);
  }

  async list(
    caller: Caller,
    { scope, day, status, ...page }: PipelineListQuery,
  ): Promise<Page<PipelineLog>> {
    if (scope === 'own')
      return this.logs.list({ userId: caller.userId, day, status }, page);
    if (!caller.isAdmin)
      throw new Forbidden('Only administrators may list everybody’s.');
    const today = new Date().toISOString().slice(0, 10);
    const search = day === undefined && status === undefined ? today : day;
    return this.logs.list({ day: search, status }, page);
  }

  private async find(
    pipelineId: string,
  ): Promise<PipelineExecution | undefined> {
    const log = await this.logs.get(pipelineId);
    if (log !== undefined) return log;
    const input = await this.texts.input(pipelineId);
    // Right after the start the history is not there yet, and right after the end the row.
    return (
      input && runningView(input, await this.executions.progress(pipelineId))
    );
  }
}

function runningView(
  input: PipelineInput,
  progress: PipelineProgress | undefined,
): PipelineExecution {
  const { analysis, chat, stageTimes = {}, startedAt } = progress?.state ?? {};
  const timestamp = startedAt ?? input.receivedAt;
  return {
    pipeline_id: input.pipeline_id,
    timestamp,
    day: timestamp.slice(0, 10),
    userId: input.userId,
    user_message: input.message,
    ...(analysis && { analysis }),
    execution_time_ms: Math.max(0, Date.now() - Date.parse(timestamp)),
    status: 'RUNNING',
    ...(progress && { stage: progress.stage }),
    projectId: input.projectId,
    ...(chat && { chat }),
    stageTimes,
    costNanoUsd: chat?.costNanoUsd ?? 0,
    ...(input.redriveOf && { redriveOf: input.redriveOf }),
    isShortened: false,
  };
}
