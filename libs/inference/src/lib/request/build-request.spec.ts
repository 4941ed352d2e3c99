import { aModel } from '../model.fixture';
import { buildRequest, type RenderedStep } from './build-request';

const step: RenderedStep = {
  prompt: 'Grüße',
  maxTokens: 100,
  temperature: 0.5,
  topP: 0.9,
  stopSequences: ['END'],
};
const outputSchema = {
  type: 'object',
  properties: { n: { type: 'integer', minimum: 1 } },
  required: ['n'],
};

describe(buildRequest.name, () => {
  it('asks with everything that the model takes', () => {
    const { input, adjustments } = buildRequest(
      { ...step, system: 'Be brief.' },
      aModel(),
    );
    expect(input).toEqual({
      modelId: 'us.test.tester-v1:0',
      system: [{ text: 'Be brief.' }],
      messages: [{ role: 'user', content: [{ text: 'Grüße' }] }],
      inferenceConfig: {
        maxTokens: 100,
        temperature: 0.5,
        topP: 0.9,
        stopSequences: ['END'],
      },
    });
    expect(adjustments).toEqual([]);
  });

  it('bounds the input by its UTF-8 bytes', () => {
    expect(buildRequest({ ...step, system: 'ß' }, aModel()).bound).toEqual({
      inputBytes: 9,
      messages: 2,
      schemas: 0,
      maxTokens: 100,
    });
  });

  it('leaves out what the model refuses, and says so', () => {
    const { input, adjustments } = buildRequest(
      step,
      aModel({ temperatureExcludesTopP: true }),
    );
    expect(input.inferenceConfig).toEqual({
      maxTokens: 100,
      temperature: 0.5,
      stopSequences: ['END'],
    });
    expect(adjustments).toEqual([expect.stringContaining('topP')]);
    const none = buildRequest(step, aModel({ samplingParameters: [] }));
    expect(none.input.inferenceConfig).toEqual({ maxTokens: 100 });
    expect(none.adjustments).toHaveLength(3);
  });

  it('keeps topP where temperature is not asked for', () => {
    const { temperature: _, ...rest } = step;
    expect(
      buildRequest(rest, aModel({ temperatureExcludesTopP: true })).input
        .inferenceConfig,
    ).toMatchObject({ topP: 0.9 });
  });

  it('asks for no more tokens than the model writes', () => {
    const { input, bound, adjustments } = buildRequest(
      { ...step, maxTokens: 5_000 },
      aModel(),
    );
    expect(input.inferenceConfig?.maxTokens).toBe(1_000);
    expect(bound.maxTokens).toBe(1_000);
    expect(adjustments).toHaveLength(1);
  });

  it('puts the system prompt before the prompt of a model without one', () => {
    const { input, bound } = buildRequest(
      { ...step, system: 'Be brief.' },
      aModel({ systemPrompt: false }),
    );
    expect(input.system).toBeUndefined();
    expect(input.messages?.[0]?.content?.[0]?.text).toBe('Be brief.\n\nGrüße');
    expect(bound).toMatchObject({ inputBytes: 18, messages: 1 });
  });

  it('gives a schema to the model’s grammar, cut down to what that understands', () => {
    const { input, bound } = buildRequest({ ...step, outputSchema }, aModel());
    const schema =
      input.outputConfig?.textFormat?.structure?.jsonSchema?.schema ?? '';
    expect(JSON.parse(schema)).toEqual({
      type: 'object',
      properties: { n: { type: 'integer' } },
      required: ['n'],
      additionalProperties: false,
    });
    expect(bound).toMatchObject({
      schemas: 1,
      inputBytes: 7 + Buffer.byteLength(schema),
    });
  });

  it('puts the whole schema into the prompt of a model without structured output', () => {
    const { input } = buildRequest(
      { ...step, outputSchema },
      aModel({ structuredOutput: false }),
    );
    expect(input.outputConfig).toBeUndefined();
    expect(input.messages?.[0]?.content?.[0]?.text).toContain(
      JSON.stringify(outputSchema),
    );
  });
});
