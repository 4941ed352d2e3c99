import { analyzeMessage } from './analyze-message';
import { enhanceResponse } from './enhance-response';
import { finalResponseSchema, type ChatOutcome } from './final-response';
import type { Complexity } from './message-analysis';

const ID = 'b0000000-0000-4000-8000-000000000000';
const PIPELINE_ID = `p-${'0'.repeat(32)}`;

function enhance(
  text: string,
  complexity: Complexity,
  stopReason = 'end_turn',
) {
  const chat: ChatOutcome = {
    runId: ID,
    sessionId: ID,
    model: 'claude-sonnet',
    tier: 'tier-3',
    stopReason,
    tokens: { inputTokens: 3, outputTokens: 5 },
    costNanoUsd: 7,
    answeredAt: '2026-01-01T00:00:02.000Z',
  };
  const response = enhanceResponse({
    input: {
      pipeline_id: PIPELINE_ID,
      userId: 'ada',
      projectId: ID,
      message: 'Was ist das und wie geht es?',
      requestHash: '',
      receivedAt: '2026-01-01T00:00:00.000Z',
    },
    analysis: { ...analyzeMessage('Was ist das und wie geht es?'), complexity },
    chat,
    text,
    stageTimes: { AnalyzeInput: 20 },
    enhancedAt: '2026-01-01T00:00:03.000Z',
  });
  return finalResponseSchema.parse(response);
}

const SECTIONS = '# One\n\ntext\n\n## Two\n\ntext\n\n# Three';

describe(enhanceResponse.name, () => {
  it('says where the answer comes from and when', () => {
    expect(enhance('Das ist `x`.', 'low')).toEqual({
      text: 'Das ist `x`.',
      format: 'plain',
      metadata: {
        model: 'claude-sonnet',
        tier: 'tier-3',
        complexity: 'low',
        language: 'de',
        answersQuestion: true,
        hasCode: true,
        words: 2,
        isCutOff: false,
      },
      timestamps: {
        receivedAt: '2026-01-01T00:00:00.000Z',
        answeredAt: '2026-01-01T00:00:02.000Z',
        enhancedAt: '2026-01-01T00:00:03.000Z',
      },
      pipeline: {
        pipeline_id: PIPELINE_ID,
        runId: ID,
        sessionId: ID,
        stageTimes: { AnalyzeInput: 20 },
      },
    });
  });

  it.each([
    ['plain', 'low', SECTIONS],
    ['notes', 'medium', SECTIONS],
    ['outline', 'high', `- One\n  - Two\n- Three\n\n${SECTIONS}`],
  ] as const)(
    'formats %s when the message is %s',
    (format, complexity, text) => {
      expect(enhance(SECTIONS, complexity)).toMatchObject({ format, text });
    },
  );

  it('makes no outline of two headings, nor of comments in code', () => {
    const text = '# One\n\n```sh\n# no heading\n# nor this\n```\n\n# Two';
    expect(enhance(text, 'high').text).toBe(text);
  });

  it('tidies blank lines outside code and closes the last fence', () => {
    expect(enhance('\n\na\n\n\n\nb\n```js\nx\n\n\ny', 'low').text).toBe(
      'a\n\nb\n```js\nx\n\n\ny\n```',
    );
    expect(enhance('````\n```\n````', 'low').text).toBe('````\n```\n````');
  });

  it('says that an answer was cut off', () => {
    const cut = 'Half of\n```js\nlet';
    expect(enhance(cut, 'medium', 'max_tokens')).toMatchObject({
      text: `${cut}\n\`\`\`\n\n*The answer was cut off at its length limit.*`,
      metadata: { isCutOff: true },
    });
    expect(enhance(cut, 'low', 'max_tokens').text).toBe(`${cut}\n\`\`\``);
  });

  it('takes an empty answer', () => {
    expect(enhance(' \n ', 'high')).toMatchObject({
      text: '',
      metadata: { words: 0, hasCode: false },
    });
  });
});
