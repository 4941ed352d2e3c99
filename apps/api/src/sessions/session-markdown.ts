import type { ChatMessage, SessionHistory } from '@plot-palette/domain';

/** A session for people to read: its messages in the order of time, with who said them and what an answer replies to. */
export function sessionMarkdown({ title, history }: SessionHistory): string {
  const numbers = new Map(
    history.map(({ messageId }, i) => [messageId, i + 1]),
  );
  const messages = history.map((message, i) =>
    [
      heading(message, i + 1, numbers.get(message.parentId ?? '')),
      '',
      message.text === '' ? '*(no text)*' : message.text,
      ...notesOf(message),
    ].join('\n'),
  );
  return `${[`# ${title.replace(/\s+/g, ' ')}`, ...messages].join('\n\n')}\n`;
}

function heading(
  message: ChatMessage,
  number: number,
  parent: number | undefined,
): string {
  const who = message.role === 'user' ? 'You' : message.model;
  // Only where the conversation branches does the order of time not say what a message follows.
  const follows =
    parent === undefined || parent === number - 1 ? '' : ` (after ${parent})`;
  return `## ${number}. ${who}${follows}`;
}

function notesOf(message: ChatMessage): string[] {
  if (message.role === 'user' || message.status === 'COMPLETED') return [];
  const reason = message.failure?.message ?? 'Stopped.';
  return ['', `> ${reason}`];
}
