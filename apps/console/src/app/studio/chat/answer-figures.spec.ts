import { answer } from '../studio.fixture';
import { figuresOf } from './answer-figures';

const USAGE = {
  inputTokens: 1_240,
  outputTokens: 186,
  cacheReadTokens: 1_024,
  cacheWriteTokens: 0,
  estimated: false,
};

describe(figuresOf, () => {
  it('says tokens, cost and times', () => {
    expect(figuresOf(answer({ usage: USAGE }))).toEqual([
      'claude-haiku',
      '1,240 tokens in',
      '1,024 cached',
      '186 out',
      '$0.0012',
      'first token after 412 ms',
      '3.8 s in all',
    ]);
  });

  it('says when tokens were only counted', () => {
    const figures = figuresOf(answer({ usage: { ...USAGE, estimated: true } }));
    expect(figures).toContain('about 186 out');
  });
});
