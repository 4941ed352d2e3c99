import { RunReader } from '../runs/run-feed';
import { RUN_ID, delta, eventsOf, started } from '../runs/run-feed.fixture';
import { QUESTION_ID, answer, question, run } from '../studio.fixture';
import { branchOf, following, messagesOf, withNewer } from './conversation';

const FIRST = answer({ messageId: 'first' });
const SECOND = answer({ messageId: 'second' });
const AFTER_FIRST = question({ messageId: 'after', parentId: 'first' });

describe(branchOf, () => {
  const messages = [question(), FIRST, SECOND, AFTER_FIRST];

  it('takes the newest of the alternatives, and says which there are', () => {
    const turns = branchOf(messages, new Map());
    expect(turns.map(({ message }) => message.messageId)).toEqual([
      QUESTION_ID,
      'second',
    ]);
    expect(turns[1]?.alternatives).toEqual(['first', 'second']);
  });

  it('goes on after the one that was chosen', () => {
    const turns = branchOf(messages, new Map([[QUESTION_ID, 'first']]));
    expect(turns.map(({ message }) => message.messageId)).toEqual([
      QUESTION_ID,
      'first',
      'after',
    ]);
  });

  it('does not hang on to a choice that is gone', () => {
    const turns = branchOf(messages, new Map([[QUESTION_ID, 'gone']]));
    expect(turns).toHaveLength(2);
  });

  it('is empty for a session without messages', () => {
    expect(branchOf([], new Map())).toEqual([]);
  });
});

describe(messagesOf, () => {
  it('makes a question and the answer that is awaited', () => {
    const action = { kind: 'MESSAGE', text: 'Hi', parentId: null } as const;
    expect(messagesOf(run(), action, null, 'Hi')).toMatchObject([
      { role: 'user', text: 'Hi', parentId: null },
      { role: 'assistant', status: 'QUEUED', parentId: QUESTION_ID },
    ]);
  });

  it('puts another answer beside the first, and a continuation behind it', () => {
    const again = { kind: 'REGENERATE', messageId: 'first' } as const;
    expect(messagesOf(run(), again, null, '')).toMatchObject([
      { role: 'assistant', parentId: QUESTION_ID },
    ]);
    const more = { kind: 'CONTINUE', messageId: 'first' } as const;
    expect(messagesOf(run(), more, null, '')).toMatchObject([
      { role: 'assistant', parentId: 'first', continues: 'first' },
    ]);
  });
});

describe(withNewer, () => {
  it('trusts the server once it has a message', () => {
    const stored = answer({ text: 'from the server' });
    expect(withNewer([stored], [answer(), SECOND])).toEqual([stored, SECOND]);
  });
});

describe(following, () => {
  const open = answer({ status: 'QUEUED', text: '' });
  const reader = (events: Parameters<RunReader['take']>[0][]) => {
    const read = new RunReader(RUN_ID);
    for (const event of events) read.take(event);
    return read.feed;
  };

  it('shows what was said so far', () => {
    const feed = reader([started(), delta(2, 'The se')]);
    expect(following(open, feed)).toMatchObject({
      status: 'RUNNING',
      text: 'The se',
    });
  });

  it('ends with what the run came to', () => {
    const feed = reader(eventsOf(['The seal.']));
    expect(following(open, feed)).toMatchObject({
      status: 'COMPLETED',
      text: 'The seal.',
      stopReason: 'end_turn',
      processingTime: 2_400,
      usage: { outputTokens: 48 },
    });
  });

  it('leaves an answer alone of which nothing was heard', () => {
    expect(following(open, undefined)).toBe(open);
    expect(following(open, reader([]))).toBe(open);
  });
});
