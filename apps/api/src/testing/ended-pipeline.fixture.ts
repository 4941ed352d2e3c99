import { randomUUID } from 'node:crypto';
import { analyzeMessage, type PipelineLog } from '@plot-palette/domain';
import type { RunningApi } from './running-api.fixture';
import { USER } from './users.fixture';

/** A final row, as the pipeline's functions write it. */
export async function endedPipeline(
  { studio }: Pick<RunningApi, 'studio'>,
  overrides: Partial<PipelineLog> = {},
): Promise<PipelineLog> {
  const timestamp = new Date().toISOString();
  const row: PipelineLog = {
    pipeline_id: `p-${randomUUID().replaceAll('-', '')}`,
    timestamp,
    day: timestamp.slice(0, 10),
    userId: USER,
    user_message: 'Hvað?',
    analysis: analyzeMessage('Hvað?'),
    final_response: { text: 'Þetta.', format: 'raw' },
    execution_time_ms: 5,
    status: 'COMPLETED',
    stageTimes: { AnalyzeInput: 1 },
    costNanoUsd: 7,
    isShortened: false,
    ...overrides,
  };
  await studio.pipelineLogs.putFinal(row);
  return row;
}
