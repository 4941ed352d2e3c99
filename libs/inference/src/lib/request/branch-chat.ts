import {
  branchTo,
  NotFound,
  type ChatMessage,
  type RunAssignment,
} from '@plot-palette/domain';
import { CONTINUE_INPUT, type ChatTurn } from './build-chat-request';

/**
 * What a run asks: the question that its answer follows, after the branch before it; or to go on with an answer.
 * A system prompt that a question of the branch brings holds for everything after it.
 * @throws NotFound when the messages lack the one that is to be answered.
 */
export function branchChat(
  messages: readonly ChatMessage[],
  { parentId, continues }: Pick<RunAssignment, 'parentId' | 'continues'>,
): Pick<ChatTurn, 'history' | 'input' | 'system'> {
  const branch = branchTo(messages, parentId);
  const last = branch.at(-1);
  if (last === undefined)
    throw new NotFound('The message that is to be answered was deleted.');
  const system = branch.findLast((message) => systemOf(message) !== undefined);
  return {
    ...(continues === undefined
      ? { history: branch.slice(0, -1), input: last.text }
      : { history: branch, input: CONTINUE_INPUT }),
    system: system && systemOf(system),
  };
}

function systemOf(message: ChatMessage): string | undefined {
  return message.role === 'user' ? message.system : undefined;
}
