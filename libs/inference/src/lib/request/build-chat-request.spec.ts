import { randomUUID } from 'node:crypto';
import {
  InvalidInput,
  worstCaseCost,
  type ChatMessage,
} from '@plot-palette/domain';
import fc from 'fast-check';
import { aModel } from '../model.fixture';
import { buildChatRequest, type ChatTurn } from './build-chat-request';

const base = {
  sessionId: randomUUID(),
  parentId: null,
  createdAt: '2026-01-01T00:00:00.000Z',
};
const said = (text: string): ChatMessage => ({
  ...base,
  role: 'user',
  messageId: randomUUID(),
  text,
});
const answered = (text: string, continues?: string): ChatMessage => ({
  ...base,
  role: 'assistant',
  messageId: randomUUID(),
  text,
  runId: randomUUID(),
  status: 'COMPLETED',
  model: 'tester',
  promptCardsUsed: [],
  costNanoUsd: 0,
  ...(continues !== undefined && { continues }),
});
const chat = (overrides: Partial<ChatTurn> = {}): ChatTurn => ({
  cards: ['Be brief.', 'Answer in French.'],
  history: [],
  input: 'Why?',
  parameters: { maxTokens: 100 },
  ...overrides,
});
const turnsOf = (
  turn: ChatTurn,
  model = aModel(),
): (readonly [string | undefined, string | undefined])[] =>
  (buildChatRequest(turn, model).input.messages ?? []).map(
    ({ role, content }) => [role, content?.[0]?.text] as const,
  );

describe(buildChatRequest.name, () => {
  it('asks with the cards in their order, the history and the input', () => {
    const { input, adjustments } = buildChatRequest(
      chat({
        history: [said('Hi'), answered('Salut')],
        parameters: { maxTokens: 100, temperature: 0.3 },
      }),
      aModel(),
    );
    expect(input).toEqual({
      modelId: 'us.test.tester-v1:0',
      system: [{ text: 'Be brief.\n\nAnswer in French.' }],
      messages: [
        { role: 'user', content: [{ text: 'Hi' }] },
        { role: 'assistant', content: [{ text: 'Salut' }] },
        { role: 'user', content: [{ text: 'Why?' }] },
      ],
      inferenceConfig: { maxTokens: 100, temperature: 0.3 },
    });
    expect(adjustments).toEqual([]);
  });

  it.each([
    ['a system prompt', 'Write a fable.', [{ text: 'Write a fable.' }]],
    ['no system prompt', '', undefined],
  ])('asks with %s in the place of the cards', (_what, system, expected) => {
    const { input } = buildChatRequest(chat({ system }), aModel());
    expect(input.system).toEqual(expected);
  });

  it('lets the sides take turns: failed empties are left out, neighbours become one', () => {
    expect(
      turnsOf(chat({ history: [said('Hi'), answered(' '), said('Hello?')] })),
    ).toEqual([['user', 'Hi\n\nHello?\n\nWhy?']]);
    const cut = answered('Il était une f');
    expect(
      turnsOf(
        chat({
          history: [said('Hi'), cut, answered('ois', cut.messageId)],
          input: 'Et puis?',
        }),
      ),
    ).toEqual([
      ['user', 'Hi'],
      ['assistant', 'Il était une fois'],
      ['user', 'Et puis?'],
    ]);
  });

  it('shows the last 50 messages, and begins with the user', () => {
    const history = Array.from({ length: 61 }, (_, i) =>
      i % 2 === 0 ? said(`${i}`) : answered(`${i}`),
    );
    const turns = turnsOf(chat({ history }));
    expect(turns[0]).toEqual(['user', '12']);
    expect(turns.at(-1)).toEqual(['user', '60\n\nWhy?']);
  });

  it('drops the oldest messages when the window is full, and says so', () => {
    const long = 'x'.repeat(300);
    const history = [said(long), answered(long), said('Hi'), answered('Salut')];
    const { input, adjustments } = buildChatRequest(
      chat({ history }),
      aModel({ contextTokens: 250 }),
    );
    expect(input.messages).toHaveLength(3);
    expect(adjustments).toEqual([
      'The oldest 2 messages were left out: the conversation is longer than the 250 tokens that tester takes.',
    ]);
  });

  it('refuses what does not fit at all, and names the limits', () => {
    const build = () =>
      buildChatRequest(
        chat({ input: 'x'.repeat(30_000) }),
        aModel({ contextTokens: 10_000 }),
      );
    expect(build).toThrow(InvalidInput);
    expect(build).toThrow(/tester takes 10000 tokens, of which 100 are kept/);
  });

  it('puts the cards before the first message for a model without system prompt', () => {
    const { input, adjustments } = buildChatRequest(
      chat(),
      aModel({ systemPrompt: false }),
    );
    expect(input.system).toBeUndefined();
    expect(input.messages?.[0]?.content).toEqual([
      { text: 'Be brief.\n\nAnswer in French.\n\nWhy?' },
    ]);
    expect(adjustments).toEqual([expect.stringContaining('no system prompt')]);
  });

  it('caches the cards where the model does and they are long enough', () => {
    const cachePoint = { cachePoint: { type: 'default' } };
    const systemFor = (bytes: number, promptCaching = true) =>
      buildChatRequest(
        chat({ cards: ['x'.repeat(bytes)] }),
        aModel({ promptCaching, minimumCacheTokens: 1_024 }),
      ).input.system;
    expect(systemFor(3 * 1_024)).toContainEqual(cachePoint);
    expect(systemFor(3 * 1_023)).not.toContainEqual(cachePoint);
    expect(systemFor(3 * 1_024, false)).not.toContainEqual(cachePoint);
  });

  it('asks for no more tokens than the model writes, and says it only to who asked for more', () => {
    const build = (maxTokens?: number) =>
      buildChatRequest(
        chat({ parameters: maxTokens === undefined ? {} : { maxTokens } }),
        aModel({ maxOutputTokens: 500 }),
      );
    expect(build(600)).toMatchObject({
      input: { inferenceConfig: { maxTokens: 500 } },
      adjustments: ['maxTokens is 500: tester writes no more.'],
    });
    expect(build()).toMatchObject({
      bound: { maxTokens: 500 },
      adjustments: [],
    });
  });

  it('bounds the bill by every byte that is sent', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }), { maxLength: 12 }),
        fc.boolean(),
        (texts, systemPrompt) => {
          const { input, bound } = buildChatRequest(
            chat({
              history: texts.map((text, i) =>
                i % 2 === 0 ? said(text) : answered(text),
              ),
            }),
            aModel({ systemPrompt }),
          );
          const sent = [
            ...(input.system ?? []).map(({ text }) => text ?? ''),
            ...input.messages.flatMap(({ content }) =>
              content.map(({ text }) => text),
            ),
          ];
          const bytes = sent.reduce(
            (sum, text) => sum + Buffer.byteLength(text),
            0,
          );
          expect(bound.inputBytes).toBe(bytes);
          expect(worstCaseCost(bound, aModel().price)).toBeGreaterThanOrEqual(
            bytes,
          );
          const roles = (input.messages ?? []).map(({ role }) => role);
          expect(roles).toEqual(
            roles.map((_, i) => (i % 2 === 0 ? 'user' : 'assistant')),
          );
          expect(roles.at(-1)).toBe('user');
        },
      ),
    );
  });
});
