import { aModel } from '../model.fixture';
import { buildRequest } from './build-request';
import { buildCorrection, worstCaseCalls } from './correction';

const step = {
  prompt: 'Count.',
  system: 'Be exact.',
  maxTokens: 100,
  outputSchema: { type: 'object' },
};

describe(worstCaseCalls.name, () => {
  const { bound } = buildRequest(step, aModel());

  it('is one call without a schema', () => {
    expect(worstCaseCalls({}, bound)).toEqual([bound]);
  });

  it.each([
    ['an answer', '{"n":"one"}', ['/n must be integer']],
    ['the longest answer', 'x'.repeat(800), []],
    ['many long faults', '{}', Array<string>(50).fill('€'.repeat(1_000))],
    ['faults outside of the basic plane', '{}', ['😀'.repeat(1_000)]],
  ])('covers the correction of %s', (_what, answer, faults) => {
    for (const structuredOutput of [true, false]) {
      const request = buildRequest(step, aModel({ structuredOutput }));
      const [first, second] = worstCaseCalls(step, request.bound);
      const correction = buildCorrection(request, answer, faults).bound;
      expect(first).toEqual(request.bound);
      expect(correction.inputBytes).toBeLessThanOrEqual(
        second?.inputBytes ?? 0,
      );
      expect({ ...correction, inputBytes: 0 }).toEqual({
        ...second,
        inputBytes: 0,
      });
    }
  });
});

describe(buildCorrection.name, () => {
  it('goes on with the conversation, all else equal', () => {
    const request = buildRequest(step, aModel());
    const { input, bound } = buildCorrection(request, '{"n":"ä"}', ['/n bad']);
    const { messages = [], ...rest } = input;
    const { messages: before = [], ...restBefore } = request.input;
    expect(rest).toEqual(restBefore);
    expect(messages.slice(0, 1)).toEqual(before);
    expect(messages.slice(1)).toEqual([
      { role: 'assistant', content: [{ text: '{"n":"ä"}' }] },
      { role: 'user', content: [{ text: expect.stringContaining('/n bad') }] },
    ]);
    const text = messages
      .flatMap(({ content = [] }) => content.map((block) => block.text))
      .join('');
    const others = request.bound.inputBytes - Buffer.byteLength(step.prompt);
    expect(bound.inputBytes).toBe(Buffer.byteLength(text) + others);
  });
});
