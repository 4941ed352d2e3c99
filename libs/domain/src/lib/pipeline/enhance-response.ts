import type {
  ChatOutcome,
  FinalResponse,
  ResponseFormat,
} from './final-response';
import type { Complexity, MessageAnalysis } from './message-analysis';
import { messageParts } from './message-parts';
import type { StageTimes } from './pipeline-stage';
import type { PipelineInput } from './pipeline-request';
import { countWords } from './split-text';
import { outlineOf, tidyMarkdown } from './tidy-markdown';

const FORMAT_OF_COMPLEXITY: Readonly<Record<Complexity, ResponseFormat>> = {
  low: 'plain',
  medium: 'notes',
  high: 'outline',
};

const CUT_OFF = '*The answer was cut off at its length limit.*';

export interface Answer {
  readonly input: PipelineInput;
  readonly analysis: MessageAnalysis;
  readonly chat: ChatOutcome;
  /** As the model gave it. */
  readonly text: string;
  readonly stageTimes: StageTimes;
  /** ISO 8601 in UTC. */
  readonly enhancedAt: string;
}

/** Formats an answer by the complexity of what was asked, and says where it comes from. Pure. */
export function enhanceResponse(answer: Answer): FinalResponse {
  const { input, analysis, chat, text, stageTimes, enhancedAt } = answer;
  const format = FORMAT_OF_COMPLEXITY[analysis.complexity];
  const isCutOff = chat.stopReason === 'max_tokens';
  const parts = messageParts(text);
  return {
    text: formatted(tidyMarkdown(text), format, isCutOff),
    format,
    metadata: {
      model: chat.model,
      tier: chat.tier,
      complexity: analysis.complexity,
      language: analysis.language,
      answersQuestion: analysis.isQuestion,
      hasCode: parts.fences.length > 0 || parts.inline.length > 0,
      words: countWords(parts.prose),
      isCutOff,
    },
    timestamps: {
      receivedAt: input.receivedAt,
      answeredAt: chat.answeredAt,
      enhancedAt,
    },
    pipeline: {
      pipeline_id: input.pipeline_id,
      ...(input.redriveOf === undefined ? {} : { redriveOf: input.redriveOf }),
      runId: chat.runId,
      sessionId: chat.sessionId,
      stageTimes,
    },
  };
}

function formatted(
  text: string,
  format: ResponseFormat,
  isCutOff: boolean,
): string {
  const outline = format === 'outline' ? outlineOf(text) : [];
  const notes = format !== 'plain' && isCutOff ? [CUT_OFF] : [];
  return [...outline, text, ...notes].join('\n\n');
}
