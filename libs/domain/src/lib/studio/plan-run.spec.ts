import { Conflict, InvalidInput, NotFound } from '../errors';
import { planRun, type RunContext } from './plan-run';
import { projectDefinitionSchema } from './project';
import { runRequestSchema, type RunAction } from './run';
import type { AnswerMessage, ChatMessage, Session } from './session';

const id = (digit: number): string =>
  `${digit}0000000-0000-4000-8000-000000000000`;
const NOW = '2026-05-01T10:00:00.000Z';
const [QUESTION, ANSWER, REST, OTHER] = [id(1), id(2), id(3), id(4)] as const;
const [NEW_SESSION, NEW_QUESTION, NEW_ANSWER] = [id(5), id(6), id(7)] as const;

const session: Session = {
  sessionId: id(8),
  userId: 'user',
  projectId: id(9),
  title: 'Why?',
  messages: 2,
  createdAt: NOW,
  updatedAt: NOW,
};

const question: ChatMessage = {
  role: 'user',
  messageId: QUESTION,
  sessionId: session.sessionId,
  parentId: null,
  text: 'Why?',
  createdAt: NOW,
};

function answer(overrides: Partial<AnswerMessage> = {}): AnswerMessage {
  return {
    role: 'assistant',
    messageId: ANSWER,
    sessionId: session.sessionId,
    parentId: QUESTION,
    text: 'Because',
    createdAt: NOW,
    runId: id(0),
    status: 'COMPLETED',
    model: 'llama-3.1-8b',
    promptCardsUsed: [],
    costNanoUsd: 0,
    stopReason: 'max_tokens',
    ...overrides,
  };
}

function plan(action: RunAction, overrides: Partial<RunContext> = {}) {
  const request = runRequestSchema.parse({
    projectId: session.projectId,
    action,
  });
  return planRun(request, {
    runId: id(0),
    userId: 'user',
    project: {
      ...projectDefinitionSchema.parse({ name: 'Fables' }),
      projectId: session.projectId,
      owner: 'user',
      version: 1,
      createdAt: NOW,
      updatedAt: NOW,
    },
    session,
    messages: [question, answer()],
    model: 'llama-3.1-8b',
    ids: {
      sessionId: NEW_SESSION,
      questionId: NEW_QUESTION,
      answerId: NEW_ANSWER,
    },
    text: 'And?',
    now: NOW,
    ...overrides,
  });
}

const ask = (parentId?: string | null): RunAction => ({
  kind: 'MESSAGE',
  text: 'And?',
  parentId,
});

describe(planRun.name, () => {
  it('begins a session with the beginning of its first message for a title', () => {
    const text = `  Why\n is ${'🦊'.repeat(100)}`;
    const beginning = { session: undefined, messages: [], text };
    const planned = plan(ask(), beginning);
    expect(planned.isNew).toBe(true);
    expect(planned.session).toMatchObject({
      sessionId: NEW_SESSION,
      userId: 'user',
      title: expect.stringMatching(/^Why is 🦊+$/u),
    });
    expect(planned.question).toMatchObject({ parentId: null, text });
    expect(planned.run.sessionId).toBe(NEW_SESSION);
  });

  it.each([
    ['after the newest message', undefined, ANSWER],
    ['where it is told', QUESTION, QUESTION],
    ['at the beginning', null, null],
  ])('puts a question %s', (_, parentId, expected) => {
    const { question: asked, run, assignment } = plan(ask(parentId));
    expect(asked?.parentId).toBe(expected);
    expect(run).toMatchObject({
      userMessageId: NEW_QUESTION,
      answerMessageId: NEW_ANSWER,
    });
    expect(assignment.parentId).toBe(NEW_QUESTION);
  });

  it('answers the question of an answer again', () => {
    const again = plan({ kind: 'REGENERATE', messageId: ANSWER });
    expect(again.question).toBeUndefined();
    expect(again.run.userMessageId).toBe(QUESTION);
    expect(again.assignment).toMatchObject({ parentId: QUESTION });
    expect(again.assignment.continues).toBeUndefined();
  });

  it('answers the question anew when what goes on with its answer is regenerated', () => {
    const rest = answer({
      messageId: REST,
      parentId: ANSWER,
      continues: ANSWER,
    });
    const messages = [question, answer(), rest];
    const again = plan({ kind: 'REGENERATE', messageId: REST }, { messages });
    expect(again.assignment.parentId).toBe(QUESTION);
  });

  it('goes on with what was cut short, stopped or broken off', () => {
    for (const end of [
      { stopReason: 'max_tokens' },
      { status: 'STOPPED', stopReason: undefined },
      { status: 'FAILED', stopReason: undefined },
    ] as const) {
      const messages = [question, answer(end)];
      const rest = plan({ kind: 'CONTINUE', messageId: ANSWER }, { messages });
      expect(rest.assignment).toMatchObject({
        parentId: ANSWER,
        continues: ANSWER,
      });
      expect(rest.run.userMessageId).toBe(QUESTION);
    }
  });

  it.each([
    ['says all', { stopReason: 'end_turn' }],
    ['ended where it was told to', { stopReason: 'stop_sequence' }],
    ['says nothing', { text: ' ' }],
  ])('does not go on with an answer that %s', (_, end) => {
    const messages = [question, answer(end)];
    expect(() =>
      plan({ kind: 'CONTINUE', messageId: ANSWER }, { messages }),
    ).toThrow(Conflict);
  });

  it('takes nothing more when the session could not be read in one answer', () => {
    const long = answer({ text: 'ß'.repeat(1_000_000) });
    const messages = [question, long];
    expect(() => plan(ask(), { messages })).not.toThrow();
    expect(() => plan(ask(), { messages: [...messages, long, long] })).toThrow(
      Conflict,
    );
  });

  it.each([
    ['a blank message', ask(), { text: '\n' }, InvalidInput],
    ['an unknown parent', ask(OTHER), {}, NotFound],
    [
      'an unknown answer',
      { kind: 'REGENERATE', messageId: OTHER },
      {},
      NotFound,
    ],
    [
      'a question in place of an answer',
      { kind: 'CONTINUE', messageId: QUESTION },
      {},
      InvalidInput,
    ],
  ] as const)('refuses %s', (_, action, overrides, error) => {
    expect(() => plan(action, overrides)).toThrow(error);
  });
});
