import {
  cutText,
  type CaughtError,
  type PipelineError,
  type PipelineState,
} from '@plot-palette/domain';
import { z } from 'zod';

const MAX_MESSAGE = 1_000;

/** What Lambda gives as the cause of a failed function. */
const causeSchema = z.object({ errorMessage: z.string() });

/** @param component the state that failed */
export function pipelineFailure(
  component: PipelineError['component'],
  { Error: kind, Cause: cause = '' }: CaughtError,
): PipelineError {
  return { component, kind, message: cutText(messageOf(cause), MAX_MESSAGE) };
}

/** The first stage that has left nothing in the state. */
export function failedStage(state: PipelineState): PipelineError['component'] {
  if (state.analysis === undefined) return 'AnalyzeInput';
  return state.chat === undefined ? 'CallExistingChatbot' : 'LogResults';
}

function messageOf(cause: string): string {
  try {
    return causeSchema.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
