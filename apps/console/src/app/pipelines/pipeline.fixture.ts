import {
  analyzeMessage,
  type PipelineExecution,
  type PipelineLog,
} from '@plot-palette/domain';
import { PROJECT_ID } from '../studio/studio.fixture';
import { RUN_ID, SESSION_ID } from '../studio/runs/run-feed.fixture';

export const PIPELINE_ID = `p-${'a'.repeat(32)}`;
const TIME = '2026-11-20T10:00:00.000Z';

export function pipelineLog(overrides: Partial<PipelineLog> = {}): PipelineLog {
  return {
    pipeline_id: PIPELINE_ID,
    timestamp: TIME,
    day: '2026-11-20',
    userId: 'user-1',
    user_message: 'Why does it leak?',
    analysis: analyzeMessage('Why does it leak?'),
    final_response: { text: 'The seal is worn.', format: 'plain' },
    execution_time_ms: 2_400,
    status: 'COMPLETED',
    projectId: PROJECT_ID,
    chat: {
      runId: RUN_ID,
      sessionId: SESSION_ID,
      model: 'nova-lite',
      tier: 'tier-1',
      stopReason: 'end_turn',
      tokens: { inputTokens: 20, outputTokens: 8 },
      costNanoUsd: 1_000_000,
      answeredAt: TIME,
    },
    stageTimes: {
      AnalyzeInput: 12,
      CallExistingChatbot: 2_100,
      EnhanceResponse: 30,
    },
    costNanoUsd: 1_000_000,
    isShortened: false,
    ...overrides,
  };
}

/** Under way: the model is asked. */
export function runningPipeline(): PipelineExecution {
  const { final_response: _, chat: __, ...log } = pipelineLog();
  return {
    ...log,
    status: 'RUNNING',
    stage: 'CallExistingChatbot',
    stageTimes: { AnalyzeInput: 12 },
    execution_time_ms: 400,
    costNanoUsd: 0,
  };
}
