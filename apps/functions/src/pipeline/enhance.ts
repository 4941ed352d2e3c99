import { enhanceResponse, type PipelineState } from '@plot-palette/domain';
import type { PipelineFiles } from './pipeline-files';
import type { StageEvent } from './stage-event';

/** EnhanceResponse: the answer, formatted and with where it comes from. */
export async function enhance(
  { state }: StageEvent,
  { files }: { readonly files: PipelineFiles },
): Promise<Partial<PipelineState>> {
  const { pipeline_id, analysis, chat, stageTimes } = state;
  if (analysis === undefined || chat === undefined)
    throw new Error('There is no answer to enhance.');
  const response = enhanceResponse({
    input: await files.input(pipeline_id),
    analysis,
    chat,
    text: await files.answer(pipeline_id),
    stageTimes,
    enhancedAt: new Date().toISOString(),
  });
  await files.putResponse(pipeline_id, response);
  return { isEnhanced: true };
}
