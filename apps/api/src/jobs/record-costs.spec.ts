import { callCost, type TemplateStep } from '@plot-palette/domain';
import { resolveModel } from '@plot-palette/inference';
import {
  expectedAnswer,
  expectedRecordCost,
  worstRecordCost,
} from './record-costs';

const { model } = resolveModel({ model: 'llama-3.1-8b' }, 'us-east-1');

function step(id: string, changes: Partial<TemplateStep> = {}): TemplateStep {
  return {
    id,
    model: 'llama-3.1-8b',
    prompt: 'Tell.',
    maxTokens: 100,
    ...changes,
  };
}

function record(steps: TemplateStep[], prompt = 'Tell.') {
  return {
    steps,
    models: Object.fromEntries(steps.map(({ id }) => [id, model])),
    row: { animal: 'fox' },
    prompts: steps.map(({ id }) => ({ stepId: id, prompt })),
  };
}

describe(worstRecordCost.name, () => {
  it('bounds the first call by its bytes and all of its output', () => {
    const bytes = Buffer.byteLength('Æ'.repeat(50));
    const usage = { inputTokens: bytes + 16, outputTokens: 100 };
    expect(worstRecordCost(record([step('a')], 'Æ'.repeat(50)))).toBe(
      callCost(usage, model.price),
    );
  });

  it('reckons with the answers that later prompts may hold', () => {
    const one = worstRecordCost(record([step('a')]));
    const two = worstRecordCost(record([step('a'), step('b')]));
    const long = worstRecordCost(
      record([step('a', { maxTokens: 1_000 }), step('b')]),
    );
    const alone = worstRecordCost(record([step('a', { maxTokens: 1_000 })]));
    expect(two).toBeGreaterThan(2 * one);
    expect(long - alone).toBeGreaterThan(two - one);
  });

  it('reckons with the call that asks to correct an answer with a schema', () => {
    const outputSchema = { type: 'object' };
    const plain = worstRecordCost(record([step('a')]));
    const corrected = worstRecordCost(record([step('a', { outputSchema })]));
    expect(corrected).toBeGreaterThan(
      2 * plain + callCost({ inputTokens: 0, outputTokens: 100 }, model.price),
    );
  });

  it('is never below what is expected', () => {
    const calls = record([step('a'), step('b')]);
    expect(expectedRecordCost(calls)).toBeLessThan(worstRecordCost(calls));
  });
});

describe(expectedAnswer.name, () => {
  it('is text of half the allowed length', () => {
    expect(expectedAnswer(step('a'))).toBe('x'.repeat(200));
  });

  it('has the shape of the schema, with the length spread over it', () => {
    const outputSchema = {
      type: 'object',
      properties: {
        title: { type: 'string' },
        tags: { type: 'array', items: { type: 'string' } },
      },
    };
    expect(expectedAnswer(step('a', { outputSchema }))).toEqual({
      title: 'x'.repeat(100),
      tags: ['x'.repeat(100)],
    });
  });
});
