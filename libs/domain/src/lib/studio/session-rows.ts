import type { AnswerMessage, ChatMessage } from './session';

/** A row of seed data that a session is made into. */
export interface SessionRow {
  readonly question: string;
  readonly answer: string;
  /** Alias of the model that answered. */
  readonly model: string;
}

/**
 * The questions of a session with their finished answers, of every branch, in the order of the answers. An answer that was
 * gone on with is one row together with what follows; failed, stopped and empty ones are left out.
 */
export function sessionRows(messages: readonly ChatMessage[]): SessionRow[] {
  const byId = new Map(messages.map((each) => [each.messageId, each]));
  const finished = messages.filter(
    (message): message is AnswerMessage =>
      message.role === 'assistant' && message.status === 'COMPLETED',
  );
  const goneOnWith = new Set(finished.map(({ continues }) => continues));
  return finished
    .filter(({ messageId }) => !goneOnWith.has(messageId))
    .flatMap((answer) => rowOf(answer, byId) ?? []);
}

function rowOf(
  last: AnswerMessage,
  byId: ReadonlyMap<string, ChatMessage>,
): SessionRow | undefined {
  let answer = '';
  let part: ChatMessage | undefined = last;
  while (part?.role === 'assistant') {
    answer = part.text + answer;
    const before: ChatMessage | undefined = byId.get(part.parentId ?? '');
    // An answer after an answer that it does not go on with has no question.
    if (before?.role === 'assistant' && part.continues !== before.messageId)
      return undefined;
    part = before;
  }
  return part === undefined || answer.trim() === ''
    ? undefined
    : { question: part.text, answer, model: last.model };
}
