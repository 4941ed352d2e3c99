import {
  NotFound,
  type AnswerMessage,
  type QuestionMessage,
} from '@plot-palette/domain';
import { branchChat } from './branch-chat';
import { CONTINUE_INPUT } from './build-chat-request';

const base = { sessionId: 's', createdAt: '2026-01-01T00:00:00.000Z' };
const asked = (
  messageId: string,
  parentId: string | null,
  system?: string,
): QuestionMessage => ({
  ...base,
  role: 'user',
  messageId,
  parentId,
  text: `${messageId}?`,
  ...(system !== undefined && { system }),
});
const answered = (messageId: string, parentId: string): AnswerMessage => ({
  ...base,
  role: 'assistant',
  messageId,
  parentId,
  text: `${messageId}!`,
  runId: 'r',
  status: 'COMPLETED',
  model: 'tester',
  promptCardsUsed: [],
  costNanoUsd: 0,
});

const one = asked('one', null, 'Write a fable.');
const two = answered('two', 'one');
const three = asked('three', 'two');
const beside = asked('beside', null);
const messages = [one, two, three, beside];

describe(branchChat.name, () => {
  it('asks the question after its branch, or goes on with an answer', () => {
    expect(branchChat(messages, { parentId: 'three' })).toMatchObject({
      history: [one, two],
      input: 'three?',
    });
    expect(
      branchChat(messages, { parentId: 'two', continues: 'two' }),
    ).toMatchObject({ history: [one, two], input: CONTINUE_INPUT });
    expect(() => branchChat(messages, { parentId: 'gone' })).toThrow(NotFound);
  });

  it.each([
    ['one', 'Write a fable.'],
    ['three', 'Write a fable.'],
    ['beside', undefined],
  ])('asks %s with the system prompt that its branch brings', (id, system) => {
    expect(branchChat(messages, { parentId: id }).system).toBe(system);
  });

  it('takes the last system prompt of a branch, an empty one too', () => {
    const four = asked('four', 'three', '');
    expect(branchChat([...messages, four], { parentId: 'four' }).system).toBe(
      '',
    );
  });
});
