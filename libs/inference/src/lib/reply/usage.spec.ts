import { normaliseUsage } from './usage';

const reported = {
  inputTokens: 100,
  outputTokens: 7,
  cacheReadInputTokens: 60,
  cacheWriteInputTokens: 10,
};

describe(normaliseUsage.name, () => {
  it('leaves the input of Claude and Nova as it is: it excludes the cached part', () => {
    expect(normaliseUsage('us.anthropic.claude', reported)).toEqual({
      inputTokens: 100,
      outputTokens: 7,
      cacheReadTokens: 60,
      cacheWriteTokens: 10,
    });
  });

  it('takes the cached part out of the input of OpenAI’s models', () => {
    expect(normaliseUsage('openai.gpt-oss-20b-1:0', reported)).toMatchObject({
      inputTokens: 30,
      cacheReadTokens: 60,
    });
  });

  it('has no cache members where nothing was cached', () => {
    expect(normaliseUsage('x', { inputTokens: 1, outputTokens: 2 })).toEqual({
      inputTokens: 1,
      outputTokens: 2,
    });
  });
});
