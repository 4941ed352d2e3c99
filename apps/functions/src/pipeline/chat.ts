import { TIER_OF_COMPLEXITY, type PipelineState } from '@plot-palette/domain';
import { v5 as uuidFromName } from 'uuid';
import type { ChatEngine } from './chat-engine';
import type { PipelineFiles } from './pipeline-files';
import type { StageEvent } from './stage-event';

/** Namespace of the runs that answer the pipeline's messages. */
const NAMESPACE = '3c1b8f8e-1a5e-4f3f-9a3a-6d2f6f0d7c11';

export interface ChatDependencies {
  readonly files: Pick<PipelineFiles, 'input' | 'putAnswer'>;
  readonly engine: ChatEngine;
}

/**
 * CallExistingChatbot: the studio's chat answers, with a model of the tier that the complexity asks for. The run's id
 * follows from the execution and the try, so that a repeated invocation of one try finds its run instead of paying for another.
 */
export async function chat(
  { state, retryCount }: StageEvent,
  { files, engine }: ChatDependencies,
): Promise<Partial<PipelineState>> {
  const { pipeline_id, analysis } = state;
  const input = await files.input(pipeline_id);
  const tier = TIER_OF_COMPLEXITY[analysis?.complexity ?? 'medium'];
  const runId = runIdOf(pipeline_id, retryCount);
  const { text, ...answer } = await engine.answer({
    runId,
    userId: input.userId,
    projectId: input.projectId,
    sessionId: input.sessionId,
    text: input.message,
    model: tier,
  });
  await files.putAnswer(pipeline_id, text);
  const answeredAt = new Date().toISOString();
  return { chat: { ...answer, runId, tier, answeredAt } };
}

export function runIdOf(pipelineId: string, retryCount: number): string {
  return uuidFromName(`${pipelineId}#${retryCount}`, NAMESPACE);
}
