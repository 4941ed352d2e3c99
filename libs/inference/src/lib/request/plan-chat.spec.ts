import {
  InvalidInput,
  projectDefinitionSchema,
  runRequestSchema,
  type RunInput,
} from '@plot-palette/domain';
import { resolveModel } from '../catalogue/resolve-model';
import { planChat, type ChatContext } from './plan-chat';

const id = (digit: number): string =>
  `${digit}0000000-0000-4000-8000-000000000000`;
const REGION = 'us-east-1';
const NOW = '2026-05-01T10:00:00.000Z';

function plan(
  request: Partial<RunInput> = {},
  context: Partial<ChatContext> = {},
) {
  const parsed = runRequestSchema.parse({
    projectId: id(1),
    action: { kind: 'MESSAGE', text: 'Why?' },
    ...request,
  });
  return planChat(parsed, {
    runId: id(2),
    userId: 'user',
    project: {
      ...projectDefinitionSchema.parse({
        name: 'Fables',
        settings: { model: 'llama-3.1-8b', parameters: { maxTokens: 100 } },
      }),
      projectId: id(1),
      owner: 'user',
      version: 1,
      createdAt: NOW,
      updatedAt: NOW,
    },
    session: undefined,
    messages: [],
    ids: { sessionId: id(3), questionId: id(4), answerId: id(5) },
    text: 'Why?',
    now: NOW,
    cards: [],
    region: REGION,
    ...context,
  });
}

describe(planChat.name, () => {
  it("takes the project's model, or the alias, tier or Bedrock id of the request", () => {
    const { modelId } = resolveModel({ model: 'claude-haiku' }, REGION).model;
    const modelOf = (model?: string) => plan({ model }).plan.run.model;
    expect(modelOf()).toBe('llama-3.1-8b');
    expect(modelOf('claude-haiku')).toBe('claude-haiku');
    expect(modelOf(modelId)).toBe('claude-haiku');
    expect(modelOf('tier-1')).toBe(
      resolveModel({ modelTier: 'tier-1' }, REGION).model.alias,
    );
  });

  it('reckons with every token that the answer may have, and every byte of cards and question', () => {
    const worst = (
      request: Partial<RunInput>,
      context?: Partial<ChatContext>,
    ) => plan(request, context).worstCaseNanoUsd;
    const base = worst({});
    expect(base).toBeGreaterThan(0);
    expect(worst({ parameters: { maxTokens: 200 } })).toBeGreaterThan(base);
    expect(worst({}, { cards: ['Be brief.'] })).toBeGreaterThan(base);
    expect(worst({}, { text: 'Why is the sky blue?' })).toBeGreaterThan(base);
    expect(worst({ model: 'claude-opus' })).toBeGreaterThan(10 * base);
  });

  it('notes what the model does not take', () => {
    const { notes } = plan({ parameters: { maxTokens: 32_000 } }).plan.run;
    expect(notes.join()).toContain('maxTokens is 2048');
    expect(plan().plan.run.notes).toEqual([]);
  });

  it('refuses what has no room in the window, and models that do not exist', () => {
    expect(() => plan({}, { cards: ['word '.repeat(400_000)] })).toThrow(
      InvalidInput,
    );
    expect(() => plan({ model: 'gpt-17' })).toThrow(InvalidInput);
  });
});
