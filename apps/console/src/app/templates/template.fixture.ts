import type { Model, Template } from '@plot-palette/domain';

export const TEMPLATE_ID = '5f0c7e2e-6f3f-4c25-9f52-3e0f5f1d0a11';

export function template(overrides: Partial<Template> = {}): Template {
  return {
    templateId: TEMPLATE_ID,
    version: 3,
    userId: 'user-1',
    name: 'Author portraits',
    description: 'A portrait and a question for each author',
    category: 'literature',
    dialect: 'jinja',
    isPublic: false,
    steps: [
      {
        id: 'portrait',
        modelTier: 'cheap',
        prompt: 'Write about {{ author.name }}.',
        maxTokens: 300,
      },
      {
        id: 'question',
        model: 'anthropic.claude-v1:0',
        prompt: 'Ask about: {{ steps.portrait.output }}',
        maxTokens: 100,
        temperature: 0.4,
        topP: 0.9,
        outputSchema: { type: 'object' },
      },
    ],
    requiredPaths: ['author.name'],
    createdAt: '2026-11-01T10:00:00.000Z',
    updatedAt: '2026-11-02T10:00:00.000Z',
    ...overrides,
  };
}

export function model(overrides: Partial<Model> = {}): Model {
  return {
    alias: 'llama-3.1-8b',
    name: 'Llama 3.1 8B Instruct',
    provider: 'Meta',
    tier: 'tier-1',
    modelId: 'meta.llama3-1-8b-instruct-v1:0',
    price: {
      inputNanoUsdPerMillion: 220_000_000,
      outputNanoUsdPerMillion: 220_000_000,
    },
    capabilities: {
      samplingParameters: ['temperature', 'topP'],
      temperatureExcludesTopP: false,
      systemPrompt: true,
      structuredOutput: true,
      promptCaching: false,
      maxOutputTokens: 8192,
      contextTokens: 128_000,
    },
    lifecycle: 'ACTIVE',
    ...overrides,
  };
}
