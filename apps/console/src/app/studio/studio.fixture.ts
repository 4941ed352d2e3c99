import type {
  AnswerMessage,
  Project,
  PromptCard,
  QuestionMessage,
  Run,
  SessionHistory,
} from '@plot-palette/domain';
import { ANSWER_ID, RUN_ID, SESSION_ID } from './runs/run-feed.fixture';

export const PROJECT_ID = '2a0c7e2e-6f3f-4c25-9f52-3e0f5f1d0c01';
export const QUESTION_ID = '2a0c7e2e-6f3f-4c25-9f52-3e0f5f1d0c02';
export const CARD_ID = '2a0c7e2e-6f3f-4c25-9f52-3e0f5f1d0c03';
const TIME = '2026-11-20T10:00:00.000Z';

export function project(overrides: Partial<Project> = {}): Project {
  return {
    projectId: PROJECT_ID,
    owner: 'user-1',
    version: 2,
    name: 'Support answers',
    description: '',
    status: 'ACTIVE',
    settings: {
      model: 'balanced',
      parameters: { maxTokens: 1_024 },
      historyDays: 90,
      timeoutSeconds: 120,
    },
    createdAt: TIME,
    updatedAt: TIME,
    ...overrides,
  };
}

export function promptCard(overrides: Partial<PromptCard> = {}): PromptCard {
  return {
    projectId: PROJECT_ID,
    promptId: CARD_ID,
    version: 3,
    title: 'Role',
    content: 'You are the support.',
    tags: ['role'],
    isActive: true,
    stepOrder: 10,
    message: '',
    labels: { production: 2 },
    createdAt: TIME,
    updatedAt: TIME,
    ...overrides,
  };
}

export function question(
  overrides: Partial<QuestionMessage> = {},
): QuestionMessage {
  return {
    role: 'user',
    messageId: QUESTION_ID,
    sessionId: SESSION_ID,
    parentId: null,
    text: 'Why does it leak?',
    createdAt: TIME,
    ...overrides,
  };
}

export function answer(overrides: Partial<AnswerMessage> = {}): AnswerMessage {
  return {
    role: 'assistant',
    messageId: ANSWER_ID,
    sessionId: SESSION_ID,
    parentId: QUESTION_ID,
    text: 'The seal is worn.',
    createdAt: TIME,
    runId: RUN_ID,
    status: 'COMPLETED',
    model: 'claude-haiku',
    promptCardsUsed: [],
    costNanoUsd: 1_200_000,
    stopReason: 'end_turn',
    timeToFirstTokenMs: 412,
    processingTime: 3_800,
    ...overrides,
  };
}

export function run(overrides: Partial<Run> = {}): Run {
  return {
    runId: RUN_ID,
    userId: 'user-1',
    projectId: PROJECT_ID,
    sessionId: SESSION_ID,
    status: 'QUEUED',
    model: 'claude-haiku',
    parameters: {},
    userMessageId: QUESTION_ID,
    answerMessageId: ANSWER_ID,
    lastSeq: 0,
    stopRequested: false,
    notes: [],
    costNanoUsd: 0,
    createdAt: TIME,
    ...overrides,
  };
}

export function sessionHistory(
  overrides: Partial<SessionHistory> = {},
): SessionHistory {
  return {
    sessionId: SESSION_ID,
    userId: 'user-1',
    projectId: PROJECT_ID,
    title: 'Why does it leak?',
    messages: 2,
    createdAt: TIME,
    updatedAt: TIME,
    history: [question(), answer()],
    ...overrides,
  };
}
