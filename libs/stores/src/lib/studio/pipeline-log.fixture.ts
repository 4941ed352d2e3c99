import { randomUUID } from 'node:crypto';
import { analyzeMessage, type PipelineLog } from '@plot-palette/domain';

export function aPipelineLog(
  overrides: Partial<PipelineLog> = {},
): PipelineLog {
  const timestamp = overrides.timestamp ?? new Date().toISOString();
  const message = 'Hvað er þetta? 🙂';
  return {
    pipeline_id: `p-${randomUUID().replaceAll('-', '')}`,
    timestamp,
    day: timestamp.slice(0, 10),
    userId: `user-${randomUUID()}`,
    user_message: message,
    analysis: analyzeMessage(message),
    execution_time_ms: 1_234,
    status: 'COMPLETED',
    stageTimes: { AnalyzeInput: 12 },
    costNanoUsd: 5,
    isShortened: false,
    ...overrides,
  };
}
