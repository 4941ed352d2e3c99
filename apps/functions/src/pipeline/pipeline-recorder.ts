import type { PipelineInput } from '@plot-palette/domain';
import type { PipelineLogStore, RunStore } from '@plot-palette/stores';
import { costOfTries } from './chat-tries';
import type { PipelineMetrics } from './metrics';
import type { PipelineFiles } from './pipeline-files';
import { pipelineRow, type EndedPipeline } from './pipeline-row';

/** Writes final rows. Whoever is first decides how an execution ended, and only he counts it. */
export class PipelineRecorder {
  constructor(
    private readonly logs: Pick<PipelineLogStore, 'putFinal'>,
    private readonly runs: Pick<RunStore, 'get'>,
    private readonly metrics: Pick<PipelineMetrics, 'record'>,
  ) {}

  /** @returns whether this is the row that counts. */
  async record(ended: Omit<EndedPipeline, 'costNanoUsd'>): Promise<boolean> {
    const costNanoUsd = await costOfTries(ended.state.pipeline_id, this.runs);
    const row = pipelineRow({ ...ended, costNanoUsd });
    const isFirst = await this.logs.putFinal(row);
    if (isFirst) this.metrics.record(row);
    return isFirst;
  }
}

/** The row of a failure must not depend on what may be the cause of it. */
export async function inputIfReadable(
  files: Pick<PipelineFiles, 'input'>,
  pipelineId: string,
): Promise<PipelineInput | undefined> {
  try {
    return await files.input(pipelineId);
  } catch {
    return undefined;
  }
}
