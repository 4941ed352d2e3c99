import { Conflict, InvalidInput, NotFound } from '../errors';
import { cutText } from '../text';
import type { Project } from './project';
import type { Run, RunRequest } from './run';
import type { RunAssignment } from './run-assignment';
import {
  MAX_SESSION_BYTES,
  type AnswerMessage,
  type ChatMessage,
  type QuestionMessage,
  type Session,
} from './session';

const TITLE_CHARACTERS = 80;
/** Stop reasons after which an answer has nothing more to say. */
const COMPLETE: ReadonlySet<string | undefined> = new Set([
  'end_turn',
  'stop_sequence',
]);

/** A template's step that is tried: it is asked as the generator would ask it. */
export interface TriedStep {
  /** Rendered; empty when the step has none. */
  readonly system: string;
  /** What differs from a job, in sentences. */
  readonly notes: readonly string[];
}

/** What a request refers to, as it was read for the caller. */
export interface RunContext {
  readonly runId: string;
  readonly userId: string;
  readonly project: Project;
  /** Of this user and project; absent when the request begins one. */
  readonly session: Session | undefined;
  readonly messages: readonly ChatMessage[];
  /** Alias of the catalogue. */
  readonly model: string;
  readonly comparisonId?: string | undefined;
  /** Ids for what the run brings into being. */
  readonly ids: {
    readonly sessionId: string;
    readonly questionId: string;
    readonly answerId: string;
  };
  /** Text of the question, wherever it came from; unused when none is asked. */
  readonly text: string;
  readonly now: string;
  /** Its own parameters are all there are; those of the project are left out. */
  readonly step?: TriedStep | undefined;
}

export interface RunPlan {
  readonly run: Run;
  readonly assignment: RunAssignment;
  readonly session: Session;
  readonly isNew: boolean;
  readonly question: QuestionMessage | undefined;
}

/**
 * A run as it waits to be claimed, and what it adds to its session.
 * @throws NotFound when the request names a message that the session does not have, InvalidInput when its text says nothing,
 *   Conflict when an answer that is complete is to be continued, or the session is full.
 */
export function planRun(request: RunRequest, context: RunContext): RunPlan {
  const { project, ids, now, step } = context;
  assertRoom(context);
  const place = placeOf(request.action, context);
  const session = context.session ?? newSession(context);
  const run: Run = {
    runId: context.runId,
    userId: context.userId,
    projectId: project.projectId,
    sessionId: session.sessionId,
    ...(context.comparisonId !== undefined && {
      comparisonId: context.comparisonId,
    }),
    status: 'QUEUED',
    model: context.model,
    parameters: {
      ...(step === undefined && project.settings.parameters),
      ...request.parameters,
    },
    userMessageId: place.question?.messageId ?? place.userMessageId,
    answerMessageId: ids.answerId,
    lastSeq: 0,
    stopRequested: false,
    notes: [...(step?.notes ?? [])],
    costNanoUsd: 0,
    createdAt: now,
  };
  return {
    run,
    assignment: {
      parentId: place.parentId,
      ...(place.continues !== undefined && { continues: place.continues }),
      cardVersions: request.cardVersions,
      historyDays: project.settings.historyDays,
      timeoutSeconds: project.settings.timeoutSeconds,
    },
    session,
    isNew: context.session === undefined,
    question: place.question,
  };
}

function assertRoom({ messages, text }: RunContext): void {
  const encoder = new TextEncoder();
  const bytes = messages
    .map((message) => message.text)
    .concat(text)
    .reduce((sum, each) => sum + encoder.encode(each).length, 0);
  if (bytes > MAX_SESSION_BYTES)
    throw new Conflict(
      `The session is full: with this message its texts have ${bytes} bytes, of at most ${MAX_SESSION_BYTES}. Begin a new session.`,
    );
}

interface Place {
  readonly question: QuestionMessage | undefined;
  readonly userMessageId: string;
  readonly parentId: string;
  readonly continues?: string;
}

function placeOf(action: RunRequest['action'], context: RunContext): Place {
  if (action.kind === 'REGENERATE') {
    const { parentId } = answerOf(action.messageId, context);
    const question = questionBefore(parentId, context);
    return { question: undefined, userMessageId: question, parentId: question };
  }
  if (action.kind === 'CONTINUE') {
    const answer = answerOf(action.messageId, context);
    if (answer.text.trim() === '' || isComplete(answer))
      throw new Conflict(
        'The answer was not cut short: there is nothing to go on with. Regenerate it instead.',
      );
    return {
      question: undefined,
      userMessageId: questionBefore(answer.parentId, context),
      parentId: answer.messageId,
      continues: answer.messageId,
    };
  }
  const question = newQuestion(action.parentId, context);
  const { messageId } = question;
  return { question, userMessageId: messageId, parentId: messageId };
}

function isComplete({ status, stopReason }: AnswerMessage): boolean {
  return status === 'COMPLETED' && COMPLETE.has(stopReason);
}

function newQuestion(
  parentId: string | null | undefined,
  { ids, messages, session, text, now, step }: RunContext,
): QuestionMessage {
  if (text.trim() === '')
    throw new InvalidInput('The message says nothing. Write something.', {
      issues: [{ where: 'action.text', message: 'must not be blank' }],
    });
  const parent =
    parentId === undefined ? (messages.at(-1)?.messageId ?? null) : parentId;
  if (parent !== null) existing(parent, messages);
  return {
    role: 'user',
    messageId: ids.questionId,
    sessionId: session?.sessionId ?? ids.sessionId,
    parentId: parent,
    text,
    ...(step !== undefined && { system: step.system }),
    createdAt: now,
  };
}

function newSession({ ids, userId, project, text, now }: RunContext): Session {
  const title = cutText(text.trim().replace(/\s+/g, ' '), TITLE_CHARACTERS);
  return {
    sessionId: ids.sessionId,
    userId,
    projectId: project.projectId,
    title,
    messages: 0,
    createdAt: now,
    updatedAt: now,
  };
}

function answerOf(messageId: string, { messages }: RunContext): AnswerMessage {
  const message = existing(messageId, messages);
  if (message.role === 'assistant') return message;
  throw new InvalidInput(
    'Only an answer can be regenerated or continued. Name the id of an assistant message.',
    { issues: [{ where: 'action.messageId', message: 'is a question' }] },
  );
}

/** The question that an answer, or what it goes on with, belongs to. */
function questionBefore(
  messageId: string | null,
  { messages }: RunContext,
): string {
  let message = existing(messageId ?? '', messages);
  while (message.role === 'assistant')
    message = existing(message.parentId ?? '', messages);
  return message.messageId;
}

function existing(
  messageId: string,
  messages: readonly ChatMessage[],
): ChatMessage {
  const message = messages.find((each) => each.messageId === messageId);
  if (message === undefined)
    throw new NotFound(`The session has no message ${messageId}.`);
  return message;
}
