import type { ChatHistoryItem } from 'node-llama-cpp';
import type { PromptTexts } from '../model-request';

/** The prompt as node-llama-cpp takes it. It must end with the model's turn: an empty one, or a beginning to go on from. */
export function chatHistory({ system, turns }: PromptTexts): ChatHistoryItem[] {
  const history: ChatHistoryItem[] = [];
  if (system.length > 0)
    history.push({ type: 'system', text: system.join('\n') });
  for (const { role, text } of turns) {
    history.push(
      role === 'assistant'
        ? { type: 'model', response: [text] }
        : { type: 'user', text },
    );
  }
  if (turns.at(-1)?.role !== 'assistant')
    history.push({ type: 'model', response: [] });
  return history;
}
