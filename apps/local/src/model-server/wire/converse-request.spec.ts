import {
  readConverseRequest,
  readCountTokensRequest,
} from './converse-request';

const user = (...content: object[]) => ({ role: 'user', content });
const read = (body: Record<string, unknown>) =>
  readConverseRequest('model', { messages: [user({ text: 'Hi' })], ...body });

describe(readConverseRequest.name, () => {
  it('reads texts and sampling', () => {
    const request = read({
      system: [{ text: 'Be brief.' }, { cachePoint: { type: 'default' } }],
      inferenceConfig: {
        maxTokens: 5,
        temperature: 0,
        topP: 1,
        stopSequences: ['#'],
      },
      additionalModelRequestFields: { top_k: 3 },
    });
    expect(request).toMatchObject({
      modelId: 'model',
      system: ['Be brief.'],
      turns: [{ role: 'user', text: 'Hi' }],
      maxTokens: 5,
      temperature: 0,
      topP: 1,
      topK: 3,
      stopSequences: ['#'],
    });
  });

  it('takes tool calls and their results for text', () => {
    const messages = [
      user({ text: 'Weather?' }),
      {
        role: 'assistant',
        content: [
          {
            toolUse: {
              toolUseId: '1',
              name: 'weather',
              input: { city: 'Oslo' },
            },
          },
        ],
      },
      user({
        toolResult: {
          toolUseId: '1',
          content: [{ json: { degrees: 3 } }, { text: ' cold' }],
        },
      }),
    ];
    expect(read({ messages }).turns.map(({ text }) => text)).toEqual([
      'Weather?',
      '{"city":"Oslo"}',
      '{"degrees":3} cold',
    ]);
  });

  it('hashes what the model sees and nothing else', () => {
    const { hex } = read({}).prompt;
    expect(
      read({ serviceTier: { type: 'flex' }, requestMetadata: { id: '7' } })
        .prompt.hex,
    ).toBe(hex);
    expect(read({ inferenceConfig: { maxTokens: 1 } }).prompt.hex).not.toBe(
      hex,
    );
    expect(
      readConverseRequest('other', { messages: [user({ text: 'Hi' })] }).prompt
        .hex,
    ).not.toBe(hex);
  });

  it.each([
    [{ messages: undefined }, 'messages must be a list'],
    [{ messages: [] }, 'at least one message'],
    [
      { messages: [{ role: 'assistant', content: [{ text: 'x' }] }] },
      'must start with a user message',
    ],
    [
      { messages: [user({ text: 'a' }), user({ text: 'b' })] },
      'must alternate',
    ],
    [{ messages: [{ role: 'system', content: [] }] }, 'messages.0.role'],
    [{ messages: [user()] }, 'messages.0.content is empty'],
    [{ messages: [user({ text: ' \n' })] }, 'messages.0.content.0 is blank'],
    [{ messages: [user({ image: {} })] }, 'not image'],
    [{ messages: [user({})] }, 'not an empty block'],
    [{ system: 'x' }, 'system must be a list'],
    [
      { inferenceConfig: { maxTokens: 0 } },
      'maxTokens must be an integer at least 1',
    ],
    [{ inferenceConfig: { maxTokens: 1.5 } }, 'maxTokens'],
    [
      { inferenceConfig: { temperature: 1.1 } },
      'temperature must be a number between 0 and 1',
    ],
    [{ inferenceConfig: { stopSequences: [''] } }, 'stopSequences.0'],
    [
      {
        outputConfig: {
          textFormat: { structure: { jsonSchema: { schema: '{' } } },
        },
      },
      'schema is not valid JSON',
    ],
    [
      {
        outputConfig: {
          textFormat: { structure: { jsonSchema: { schema: {} } } },
        },
      },
      'schema must be a text',
    ],
    [
      { toolConfig: { tools: [], toolChoice: { tool: { name: 'x' } } } },
      'the tool "x"',
    ],
  ])('refuses %j', (body, message) => {
    expect(() => read(body)).toThrow(
      expect.objectContaining({
        name: 'ValidationException',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('leaves free text to a model that may choose its tools', () => {
    const tools = [{ toolSpec: { name: 'x', inputSchema: { json: {} } } }];
    expect(read({ toolConfig: { tools } })).toMatchObject({
      tool: undefined,
      schema: undefined,
    });
    expect(
      read({ toolConfig: { tools, toolChoice: { any: {} } } }),
    ).toMatchObject({ tool: 'x' });
  });
});

describe(readCountTokensRequest.name, () => {
  it('reads the texts of a Converse request', () => {
    const texts = readCountTokensRequest('model', {
      input: { converse: { messages: [user({ text: 'Hi' })] } },
    });
    expect(texts).toEqual({
      modelId: 'model',
      system: [],
      turns: [{ role: 'user', text: 'Hi' }],
    });
  });

  it('says that it knows no other input', () => {
    expect(() =>
      readCountTokensRequest('model', { input: { invokeModel: {} } }),
    ).toThrow('input.converse is missing');
  });
});
