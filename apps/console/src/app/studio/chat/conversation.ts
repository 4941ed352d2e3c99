import type {
  AnswerMessage,
  ChatMessage,
  Run,
  RunAction,
} from '@plot-palette/domain';
import type { RunFeed, RunOutcome } from '../runs/run-feed';

/** The message shown of those that follow `parentId`, where the newest one is not wanted. */
export type Choices = ReadonlyMap<string | null, string>;

/** A message of the branch that is shown, among those that could stand in its place. */
export interface Turn {
  readonly message: ChatMessage;
  /** Ids in the order in which they were made, this one's among them. */
  readonly alternatives: readonly string[];
}

/** The path through the tree of messages that was chosen; where nothing was chosen, the newest one. */
export function branchOf(
  messages: readonly ChatMessage[],
  choices: Choices,
): Turn[] {
  const children = byParent(messages);
  const branch: Turn[] = [];
  let siblings = children.get(null);
  while (siblings !== undefined) {
    const parentId: string | null = siblings[0]?.parentId ?? null;
    const wanted = choices.get(parentId);
    const message =
      siblings.find(({ messageId }) => messageId === wanted) ?? siblings.at(-1);
    if (message === undefined) break;
    const alternatives = siblings.map(({ messageId }) => messageId);
    branch.push({ message, alternatives });
    siblings = children.get(message.messageId);
  }
  return branch;
}

function byParent(
  messages: readonly ChatMessage[],
): ReadonlyMap<string | null, readonly ChatMessage[]> {
  const children = new Map<string | null, ChatMessage[]>();
  for (const message of messages) {
    const siblings = children.get(message.parentId);
    if (siblings === undefined) children.set(message.parentId, [message]);
    else siblings.push(message);
  }
  return children;
}

/** What is known here of a run's messages before the session is read again. `text` is that of a new question. */
export function messagesOf(
  run: Run,
  action: RunAction,
  parentId: string | null,
  text: string,
): ChatMessage[] {
  const { sessionId, createdAt } = run;
  const answer: AnswerMessage =
    action.kind === 'CONTINUE'
      ? {
          ...awaitedAnswer(run),
          parentId: action.messageId,
          continues: action.messageId,
        }
      : awaitedAnswer(run);
  const isNew = action.kind === 'MESSAGE' || action.kind === 'UPLOADED_MESSAGE';
  if (!isNew) return [answer];
  const messageId = run.userMessageId;
  return [
    { role: 'user', messageId, sessionId, parentId, text, createdAt },
    answer,
  ];
}

/** The answer that a run writes, of which the session knows nothing until it is over. */
export function awaitedAnswer(run: Run): AnswerMessage {
  const { sessionId, createdAt, runId, status, model, costNanoUsd } = run;
  return {
    role: 'assistant',
    messageId: run.answerMessageId,
    sessionId,
    parentId: run.userMessageId,
    text: '',
    createdAt,
    runId,
    status,
    model,
    promptCardsUsed: [],
    costNanoUsd,
  };
}

/** The messages that the server has, then those that it did not have yet when they were read. */
export function withNewer(
  known: readonly ChatMessage[],
  newer: readonly ChatMessage[],
): ChatMessage[] {
  const ids = new Set(known.map(({ messageId }) => messageId));
  return [...known, ...newer.filter(({ messageId }) => !ids.has(messageId))];
}

const STATUS = {
  completed: 'COMPLETED',
  failed: 'FAILED',
  stopped: 'STOPPED',
} as const satisfies Record<RunOutcome, string>;

/** An answer as its run's events tell it, while the session does not know its end. */
export function following(
  answer: AnswerMessage,
  feed: RunFeed | undefined,
): AnswerMessage {
  if (feed === undefined || feed.seq === 0) return answer;
  const { outcome, notes, usage, stopReason, failure, totalMs } = feed;
  return {
    ...answer,
    text: feed.text,
    status: outcome === undefined ? 'RUNNING' : STATUS[outcome],
    model: feed.model === '' ? answer.model : feed.model,
    costNanoUsd: feed.costNanoUsd,
    ...(notes.length === 0 ? {} : { notes: [...notes] }),
    ...(feed.reasoning === '' ? {} : { reasoning: feed.reasoning }),
    ...(usage === undefined ? {} : { usage }),
    ...(stopReason === undefined ? {} : { stopReason }),
    ...(failure === undefined ? {} : { failure }),
    ...(totalMs === undefined ? {} : { processingTime: totalMs }),
  };
}
