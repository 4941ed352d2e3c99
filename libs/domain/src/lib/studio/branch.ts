import type { ChatMessage } from './session';

/** The conversation that ends with a message: the path to it from the first one. Empty when there is no such message. */
export function branchTo(
  messages: readonly ChatMessage[],
  messageId: string,
): ChatMessage[] {
  const byId = new Map(messages.map((each) => [each.messageId, each]));
  const branch: ChatMessage[] = [];
  let next = byId.get(messageId);
  while (next !== undefined) {
    branch.unshift(next);
    // Taken out, so that no circle could ever be walked twice.
    byId.delete(next.messageId);
    next = next.parentId === null ? undefined : byId.get(next.parentId);
  }
  return branch;
}
