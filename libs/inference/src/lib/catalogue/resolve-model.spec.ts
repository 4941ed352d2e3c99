import { InvalidInput } from '@plot-palette/domain';
import json from '../../../catalogue.json';
import { catalogueSchema } from './catalogue-schema';
import { listModels, modelChoice, resolveModel } from './resolve-model';

describe(resolveModel.name, () => {
  it('finds a model by its alias, with its profile and prices in nano-dollars', () => {
    const { model, warnings } = resolveModel(
      { model: 'claude-sonnet' },
      'eu-west-1',
    );
    expect(model.modelId).toMatch(/^eu\.anthropic\./);
    expect(model.price).toEqual({
      inputNanoUsdPerMillion: 3_300_000_000,
      outputNanoUsdPerMillion: 16_500_000_000,
      cacheReadNanoUsdPerMillion: 330_000_000,
      cacheWriteNanoUsdPerMillion: 4_125_000_000,
    });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['tier-1', 'cheap', 'llama-3.1-8b'],
    ['tier-2', 'balanced', 'llama-3.3-70b'],
    ['tier-3', 'premium', 'claude-sonnet'],
  ] as const)('%s and %s are %s', (tier, word, alias) => {
    expect(resolveModel({ modelTier: tier }, 'us-east-1').model.alias).toBe(
      alias,
    );
    expect(resolveModel({ modelTier: word }, 'us-east-1').model.alias).toBe(
      alias,
    );
  });

  it.each([
    'meta.llama3-1-8b-instruct-v1:0',
    'us.meta.llama3-1-8b-instruct-v1:0',
  ])('takes the id %s', (model) => {
    expect(resolveModel({ model }, 'us-east-1')).toMatchObject({
      model: {
        alias: 'llama-3.1-8b',
        modelId: 'us.meta.llama3-1-8b-instruct-v1:0',
      },
      warnings: [],
    });
  });

  it.each([
    'claude-sonnet-3-5-v2',
    'anthropic.claude-3-5-sonnet-20241022-v2:0',
    'us.anthropic.claude-3-5-sonnet-20241022-v2:0',
    'anthropic.claude-3-sonnet-20240229-v1:0',
    'claude-3-sonnet-20240229',
  ])('leads %s forward with a warning', (model) => {
    const { model: found, warnings } = resolveModel({ model }, 'us-east-1');
    expect(found.alias).toBe('claude-sonnet');
    expect(warnings).toEqual([expect.stringContaining(model)]);
  });

  it('calls the model itself where it has no profile, and the global profile where nothing is nearer', () => {
    expect(
      resolveModel({ model: 'mistral-7b' }, 'eu-west-1').model.modelId,
    ).toBe('mistral.mistral-7b-instruct-v0:2');
    expect(
      resolveModel({ model: 'claude-haiku' }, 'sa-east-1').model.modelId,
    ).toMatch(/^global\./);
  });

  it('names the known models for an unknown one, and those of the region for one that is not there', () => {
    for (const model of ['gpt-9', '__proto__', 'constructor'])
      expect(() => resolveModel({ model }, 'us-east-1')).toThrow(
        /Known models: llama-3\.1-8b, .*tiers: tier-1/,
      );
    expect(() => resolveModel({ model: 'llama-3.1-8b' }, 'eu-west-1')).toThrow(
      /not offer llama-3\.1-8b in eu-west-1.*mistral-7b/,
    );
    expect(() => resolveModel({}, 'us-east-1')).toThrow(InvalidInput);
  });
});

describe(listModels.name, () => {
  it('lists what can be called in a region', () => {
    const aliases = listModels('eu-west-1').map(({ alias }) => alias);
    expect(aliases).toContain('mistral-7b');
    expect(aliases).not.toContain('llama-3.1-8b');
    expect(listModels().length).toBeGreaterThan(aliases.length);
  });
});

describe(modelChoice.name, () => {
  it('tells tiers from models', () => {
    expect(modelChoice('balanced')).toEqual({ modelTier: 'balanced' });
    expect(modelChoice('tier-3')).toEqual({ modelTier: 'tier-3' });
    expect(modelChoice('claude-haiku')).toEqual({ model: 'claude-haiku' });
  });
});

describe('catalogueSchema', () => {
  it('refuses a tier or an old id that leads nowhere, and a price that is no decimal', () => {
    const broken = [
      { ...json, tiers: { ...json.tiers, 'tier-1': 'nobody' } },
      { ...json, forward: { old: 'nobody' } },
      { ...json, models: [...json.models, json.models[0]] },
      {
        ...json,
        models: json.models.map((model) => ({
          ...model,
          price: { ...model.price, inputUsd: '1e-3' },
        })),
      },
    ];
    for (const value of broken)
      expect(catalogueSchema.safeParse(value).success).toBe(false);
  });
});
