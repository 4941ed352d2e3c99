import fc from 'fast-check';
import { callCost, worstCaseCost, type ModelPrice } from './pricing';

/** $3 and $15 a million tokens, as Claude Sonnet costs. */
const price: ModelPrice = {
  inputNanoUsdPerMillion: 3_000_000_000,
  outputNanoUsdPerMillion: 15_000_000_000,
  cacheReadNanoUsdPerMillion: 300_000_000,
  cacheWriteNanoUsdPerMillion: 3_750_000_000,
};

describe(callCost.name, () => {
  it('charges every kind of token at its own price', () => {
    expect(callCost({ inputTokens: 1_000_000, outputTokens: 0 }, price)).toBe(
      3_000_000_000,
    );
    expect(callCost({ inputTokens: 10, outputTokens: 20 }, price)).toBe(
      330_000,
    );
    expect(
      callCost({ inputTokens: 0, outputTokens: 0, cacheReadTokens: 10 }, price),
    ).toBe(3_000);
    expect(
      callCost(
        { inputTokens: 0, outputTokens: 0, cacheWriteTokens: 10 },
        price,
      ),
    ).toBe(37_500);
  });

  it('rounds a fraction of a nano-dollar up, once a call', () => {
    const cheap = { inputNanoUsdPerMillion: 1, outputNanoUsdPerMillion: 1 };
    expect(callCost({ inputTokens: 1, outputTokens: 1 }, cheap)).toBe(1);
    expect(callCost({ inputTokens: 0, outputTokens: 0 }, cheap)).toBe(0);
    expect(
      callCost({ inputTokens: 500_000, outputTokens: 500_001 }, cheap),
    ).toBe(2);
  });

  it('stays exact where tokens times price leave the safe integers', () => {
    expect(callCost({ inputTokens: 9_007_199, outputTokens: 0 }, price)).toBe(
      27_021_597_000,
    );
  });

  it('charges cached tokens like input where the model has no cache price', () => {
    const { inputNanoUsdPerMillion, outputNanoUsdPerMillion } = price;
    const uncached = { inputNanoUsdPerMillion, outputNanoUsdPerMillion };
    expect(
      callCost(
        { inputTokens: 0, outputTokens: 0, cacheReadTokens: 10 },
        uncached,
      ),
    ).toBe(30_000);
  });
});

describe(worstCaseCost.name, () => {
  it('is never below what the same call can be billed, however its input is cached', () => {
    const call = fc.record({
      inputBytes: fc.nat(100_000),
      maxTokens: fc.nat(32_000),
      cachedShare: fc.double({ min: 0, max: 1, noNaN: true }),
      answerShare: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        call,
        ({ inputBytes, maxTokens, cachedShare, answerShare }) => {
          // At worst every byte is a token.
          const cacheWriteTokens = Math.floor(inputBytes * cachedShare);
          const usage = {
            inputTokens: inputBytes - cacheWriteTokens,
            cacheWriteTokens,
            outputTokens: Math.floor(maxTokens * answerShare),
          };
          const bound = worstCaseCost(
            { inputBytes, messages: 1, schemas: 0, maxTokens },
            price,
          );
          expect(bound).toBeGreaterThanOrEqual(callCost(usage, price));
        },
      ),
    );
  });
});
