import type { ChatMessage } from '@plot-palette/domain';
import type { TextMessage } from './text-input';

/** One side's say, until the other speaks. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/**
 * The branch and the input as a conversation that Converse takes: it begins and ends with the user, the sides take turns,
 * and nobody says nothing. What a side said in several messages becomes one turn; a continued answer is one text.
 */
export function conversationOf(
  branch: readonly ChatMessage[],
  input: string,
): Turn[] {
  const turns: Turn[] = [];
  for (const message of branch) {
    const { role, text } = message;
    if (text.trim() === '') continue;
    const isContinued =
      message.role === 'assistant' && message.continues !== undefined;
    add(turns, { role, text }, isContinued ? '' : '\n\n');
  }
  add(turns, { role: 'user', text: input }, '\n\n');
  return turns[0]?.role === 'assistant' ? turns.slice(1) : turns;
}

function add(turns: Turn[], turn: Turn, separator: string): void {
  const last = turns.at(-1);
  if (last?.role !== turn.role) turns.push(turn);
  else
    turns[turns.length - 1] = {
      role: turn.role,
      text: `${last.text}${separator}${turn.text}`,
    };
}

export function toMessages(turns: readonly Turn[]): TextMessage[] {
  return turns.map(({ role, text }) => ({ role, content: [{ text }] }));
}
