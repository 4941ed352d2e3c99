import { analyzeMessage, type PipelineState } from '@plot-palette/domain';
import type { PipelineFiles } from './pipeline-files';
import type { StageEvent } from './stage-event';

/** AnalyzeInput: what can be told about the message without a model. */
export async function analyze(
  { state }: StageEvent,
  { files }: { readonly files: Pick<PipelineFiles, 'input'> },
): Promise<Partial<PipelineState>> {
  const { message } = await files.input(state.pipeline_id);
  return { analysis: analyzeMessage(message) };
}
