import { randomUUID } from 'node:crypto';
import type {
  AnswerMessage,
  QuestionMessage,
  Run,
  RunEvent,
  Session,
} from '@plot-palette/domain';
import type { NewRun } from './run-store';

export function aSession(overrides: Partial<Session> = {}): Session {
  const createdAt = new Date().toISOString();
  return {
    sessionId: randomUUID(),
    userId: randomUUID(),
    projectId: randomUUID(),
    title: 'Why is the sky blue?',
    messages: 0,
    createdAt,
    updatedAt: createdAt,
    ...overrides,
  };
}

export function aQuestion(
  { sessionId }: Pick<Session, 'sessionId'>,
  overrides: Partial<QuestionMessage> = {},
): QuestionMessage {
  return {
    role: 'user',
    messageId: randomUUID(),
    sessionId,
    parentId: null,
    text: 'Why is the sky blue? Þökk 🦊',
    createdAt: new Date().toISOString(),
    ...overrides,
  };
}

export function aRun(
  { sessionId, userId, projectId }: Session,
  { messageId }: Pick<QuestionMessage, 'messageId'>,
): NewRun {
  const run: Run = {
    runId: randomUUID(),
    userId,
    projectId,
    sessionId,
    status: 'QUEUED',
    model: 'llama-3.1-8b',
    parameters: { temperature: 0.3 },
    userMessageId: messageId,
    answerMessageId: randomUUID(),
    lastSeq: 0,
    stopRequested: false,
    notes: [],
    costNanoUsd: 0,
    createdAt: new Date().toISOString(),
  };
  const assignment = {
    parentId: messageId,
    cardVersions: {},
    historyDays: 90,
    timeoutSeconds: 120,
  };
  return { run, assignment, requestHash: 'hash' };
}

export function anAnswer(
  { runId, sessionId, answerMessageId, userMessageId, model }: Run,
  overrides: Partial<AnswerMessage> = {},
): AnswerMessage {
  return {
    role: 'assistant',
    messageId: answerMessageId,
    sessionId,
    parentId: userMessageId,
    text: 'Because of Rayleigh.',
    createdAt: new Date().toISOString(),
    runId,
    status: 'COMPLETED',
    model,
    promptCardsUsed: [],
    costNanoUsd: 5,
    ...overrides,
  };
}

export function delta(runId: string, seq: number): RunEvent {
  return { runId, seq, type: 'delta', text: `part ${seq}, ` };
}
