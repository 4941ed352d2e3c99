import type { AnswerMessage, ChatMessage } from './session';
import { sessionRows } from './session-rows';

const base = {
  sessionId: 'session',
  createdAt: '2026-11-21T00:00:00.000Z',
};
const asked = (
  messageId: string,
  parentId: string | null = null,
): ChatMessage => ({
  ...base,
  role: 'user',
  messageId,
  parentId,
  text: `${messageId}?`,
});
const answered = (
  messageId: string,
  parentId: string,
  overrides: Partial<AnswerMessage> = {},
): AnswerMessage => ({
  ...base,
  role: 'assistant',
  messageId,
  parentId,
  text: `${messageId}!`,
  runId: messageId,
  status: 'COMPLETED',
  model: 'llama-3.1-8b',
  promptCardsUsed: [],
  costNanoUsd: 0,
  ...overrides,
});
const rows = (...messages: ChatMessage[]): string[] =>
  sessionRows(messages).map(({ question, answer }) => `${question} ${answer}`);

describe(sessionRows.name, () => {
  it('has a row for each answer, on every branch', () => {
    expect(
      sessionRows([
        asked('why'),
        answered('so', 'why'),
        answered('thus', 'why', { model: 'claude-haiku' }),
        asked('how', 'so'),
        answered('like this', 'how'),
      ]),
    ).toEqual([
      { question: 'why?', answer: 'so!', model: 'llama-3.1-8b' },
      { question: 'why?', answer: 'thus!', model: 'claude-haiku' },
      { question: 'how?', answer: 'like this!', model: 'llama-3.1-8b' },
    ]);
  });

  it('makes one answer of one that was gone on with', () => {
    const cut = { stopReason: 'max_tokens' };
    const on = (id: string, before: string, more = {}) =>
      answered(id, before, { continues: before, ...more });
    expect(
      rows(asked('why'), answered('a', 'why', cut), on('b', 'a'), on('c', 'b')),
    ).toEqual(['why? a!b!c!']);
    expect(
      rows(
        asked('why'),
        answered('a', 'why', cut),
        on('b', 'a', { status: 'FAILED' }),
      ),
    ).toEqual(['why? a!']);
    expect(
      rows(
        asked('why'),
        answered('a', 'why', { status: 'FAILED' }),
        on('b', 'a'),
      ),
    ).toEqual(['why? a!b!']);
  });

  it('leaves out what is not answered', () => {
    expect(
      rows(
        asked('why'),
        asked('failed', 'why'),
        answered('f', 'failed', { status: 'FAILED' }),
        answered('s', 'failed', { status: 'STOPPED' }),
        answered('e', 'failed', { text: ' \n' }),
        answered('lost', 'gone'),
      ),
    ).toEqual([]);
  });
});
