import { hashPrompt } from '../prompt-hash';
import type { ModelRequest } from '../model-request';
import { drawsOf } from './draw';
import { parseSimSettings, type SimSettings } from './sim-settings';
import { simulatedAnswer } from './simulated-answer';

const SCHEMA = {
  type: 'object',
  properties: { text: { type: 'string' } },
  required: ['text'],
};

function aRequest(overrides: Partial<ModelRequest> = {}): ModelRequest {
  return {
    modelId: 'model',
    system: [],
    turns: [{ role: 'user', text: 'Why?' }],
    maxTokens: undefined,
    temperature: undefined,
    topP: undefined,
    topK: undefined,
    stopSequences: [],
    schema: undefined,
    tool: undefined,
    prompt: hashPrompt('model', ['Why?']),
    ...overrides,
  };
}

function answer(
  settings: Partial<SimSettings>,
  overrides: Partial<ModelRequest> = {},
  attempt = 1,
) {
  const all = parseSimSettings(settings);
  const request = aRequest(overrides);
  return simulatedAnswer(
    request,
    all,
    drawsOf(all.seed, request.prompt, attempt),
  );
}

describe(simulatedAnswer.name, () => {
  it('says that it is simulated and quotes the hash of the prompt', () => {
    const { text, stopReason } = answer({});
    expect(text).toMatch(
      new RegExp(`^Simulated answer .*${hashPrompt('model', ['Why?']).hex}`),
    );
    expect(stopReason).toBe('end_turn');
  });

  it('is the same at every attempt, and another for another seed', () => {
    expect(answer({}, {}, 2)).toEqual(answer({}));
    expect(answer({ seed: 2 }).text).not.toBe(answer({}).text);
  });

  it('stops at maxTokens with a beginning of the whole answer', () => {
    const cut = answer({}, { maxTokens: 9 });
    expect(cut).toMatchObject({
      stopReason: 'max_tokens',
      usage: { outputTokens: 9 },
    });
    expect(answer({}).text.startsWith(cut.text)).toBe(true);
  });

  it('stops before a stop sequence', () => {
    const stopped = answer({}, { stopSequences: ['nowhere', 'prompt'] });
    expect(stopped).toMatchObject({
      text: 'Simulated answer to ',
      stopReason: 'stop_sequence',
    });
  });

  describe.each(['bytes', 'words'] as const)(
    'with as many %s as allowed',
    (tokenModel) => {
      it.each([1, 10, 1000, 4096])('has exactly %d tokens', (maxTokens) => {
        const { text, stopReason, usage } = answer(
          { tokenModel, answerTokens: 'max' },
          { maxTokens },
        );
        expect({ stopReason, outputTokens: usage.outputTokens }).toEqual({
          stopReason: 'end_turn',
          outputTokens: maxTokens,
        });
        if (tokenModel === 'bytes')
          expect(Buffer.byteLength(text)).toBe(maxTokens);
      });

      it('keeps JSON valid', () => {
        const { text, usage } = answer(
          { tokenModel, answerTokens: 'max' },
          { maxTokens: 500, schema: SCHEMA },
        );
        expect(JSON.parse(text)).toEqual({
          text: expect.stringContaining('Simulated'),
        });
        expect(usage.outputTokens).toBe(500);
      });

      it('cuts JSON that does not fit', () => {
        const { text, stopReason } = answer(
          { tokenModel, answerTokens: 'max' },
          { maxTokens: 3, schema: SCHEMA },
        );
        expect(stopReason).toBe('max_tokens');
        expect(() => JSON.parse(text)).toThrow();
      });
    },
  );

  it('truncates to half', () => {
    const whole = answer({ tokenModel: 'bytes' });
    const half = answer({ tokenModel: 'bytes', truncateRate: 1 });
    expect(half.stopReason).toBe('max_tokens');
    expect(half.usage.outputTokens).toBe(
      Math.ceil(whole.usage.outputTokens / 2),
    );
  });

  it('breaks JSON only where JSON was asked for', () => {
    expect(answer({ malformedJsonRate: 1 })).toEqual(answer({}));
    const broken = answer({ malformedJsonRate: 1 }, { schema: SCHEMA });
    expect(() => JSON.parse(broken.text)).toThrow();
  });

  it('breaks some attempts and not others', () => {
    const kinds = Array.from(
      { length: 40 },
      (_, attempt) =>
        answer({ malformedJsonRate: 0.5 }, { schema: SCHEMA }, attempt + 1)
          .text,
    );
    expect(new Set(kinds).size).toBe(2);
  });

  it('refuses', () => {
    expect(answer({ refusalRate: 1 })).toMatchObject({
      stopReason: 'content_filtered',
      text: expect.stringContaining('Simulated refusal'),
    });
  });

  it.each([{ refusalRate: 1 }, { truncateRate: 1 }, { malformedJsonRate: 1 }])(
    'stays within maxTokens with %j',
    (settings) => {
      for (const schema of [undefined, SCHEMA]) {
        const { text, usage } = answer(
          { tokenModel: 'bytes', ...settings },
          { maxTokens: 8, schema, stopSequences: ['prompt'] },
        );
        expect([Buffer.byteLength(text), usage.outputTokens]).toEqual([8, 8]);
      }
    },
  );

  it('says nothing at all', () => {
    expect(answer({ emptyRate: 1 })).toMatchObject({
      text: '',
      stopReason: 'end_turn',
      usage: { outputTokens: 0 },
    });
  });
});
