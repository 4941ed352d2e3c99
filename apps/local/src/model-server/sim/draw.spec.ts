import { hashPrompt, type PromptHash } from '../prompt-hash';
import { answerSequence, drawsOf } from './draw';

const prompts = Array.from({ length: 10_000 }, (_, index) =>
  hashPrompt('model', [`prompt ${index}`]),
);
const prompt = hashPrompt('model', ['a prompt']);

function shareBelow(
  threshold: number,
  draw: (of: PromptHash) => number,
): number {
  return prompts.filter((of) => draw(of) < threshold).length / prompts.length;
}

describe(hashPrompt.name, () => {
  it('tells models and contents apart', () => {
    const hashes = [
      hashPrompt('a', ['x']),
      hashPrompt('b', ['x']),
      hashPrompt('a', ['y']),
      hashPrompt('a', ['x', 'y']),
    ];
    expect(new Set(hashes.map(({ hex }) => hex)).size).toBe(4);
    expect(hashPrompt('a', ['x'])).toEqual(hashes[0]);
  });

  it('gives its halves as the numbers that its text shows', () => {
    const { high, low, hex } = prompt;
    expect(
      ((BigInt(high) << 32n) | BigInt(low)).toString(16).padStart(16, '0'),
    ).toBe(hex);
  });
});

describe(drawsOf.name, () => {
  it.each([0.01, 0.2, 0.5, 0.9])('meets a rate of %d', (rate) => {
    expect(shareBelow(rate, (of) => drawsOf(1, of, 1)('throttle'))).toBeCloseTo(
      rate,
      1.5,
    );
  });

  it('draws the same for the same call', () => {
    expect(drawsOf(7, prompt, 2)('reset')).toBe(drawsOf(7, prompt, 2)('reset'));
  });

  it.each([
    ['attempts', (of: PromptHash) => drawsOf(1, of, 2)('throttle')],
    ['kinds', (of: PromptHash) => drawsOf(1, of, 1)('failure')],
    ['seeds', (of: PromptHash) => drawsOf(2, of, 1)('throttle')],
  ])('draws independently for other %s', (_name, other) => {
    const both = prompts.filter(
      (of) => drawsOf(1, of, 1)('throttle') < 0.3 && other(of) < 0.3,
    ).length;
    expect(both / prompts.length).toBeCloseTo(0.09, 1.5);
  });
});

describe(answerSequence.name, () => {
  it('repeats itself for the same prompt and seed only', () => {
    const take = (seed: number, of: PromptHash) => {
      const next = answerSequence(seed, of);
      return [next(), next(), next()];
    };
    const first = take(1, prompt);
    expect(take(1, prompt)).toEqual(first);
    expect(new Set(first).size).toBe(3);
    expect(take(2, prompt)).not.toEqual(first);
    expect(take(1, hashPrompt('model', ['other']))).not.toEqual(first);
  });
});
