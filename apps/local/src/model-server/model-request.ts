import type { JsonSchema } from './json-schema';
import type { PromptHash } from './prompt-hash';

/** What `CountTokens` looks at: the texts alone. */
export interface PromptTexts {
  readonly modelId: string;
  readonly system: readonly string[];
  readonly turns: readonly Turn[];
}

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** A Converse request, reduced to what every back end understands. */
export interface ModelRequest extends PromptTexts {
  readonly maxTokens: number | undefined;
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
  readonly topK: number | undefined;
  readonly stopSequences: readonly string[];
  /** The answer must be JSON of this schema: from `outputConfig`, or the input schema of the forced tool. */
  readonly schema: JsonSchema | undefined;
  /** Name of the forced tool. */
  readonly tool: string | undefined;
  readonly prompt: PromptHash;
}
