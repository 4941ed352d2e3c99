import {
  branchTo,
  NotFound,
  type ChatMessage,
  type RunAssignment,
} from '@plot-palette/domain';
import { CONTINUE_INPUT, type ChatTurn } from './build-chat-request';

/**
 * What a run asks: the question that its answer follows, after the branch before it; or to go on with an answer.
 * @throws NotFound when the messages lack the one that is to be answered.
 */
export function branchChat(
  messages: readonly ChatMessage[],
  { parentId, continues }: Pick<RunAssignment, 'parentId' | 'continues'>,
): Pick<ChatTurn, 'history' | 'input'> {
  const branch = branchTo(messages, parentId);
  const last = branch.at(-1);
  if (last === undefined)
    throw new NotFound('The message that is to be answered was deleted.');
  return continues === undefined
    ? { history: branch.slice(0, -1), input: last.text }
    : { history: branch, input: CONTINUE_INPUT };
}
