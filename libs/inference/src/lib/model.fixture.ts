import type { ModelCapabilities, ResolvedModel } from '@plot-palette/domain';

export function aModel(
  capabilities: Partial<ModelCapabilities> = {},
): ResolvedModel {
  return {
    alias: 'tester',
    modelId: 'us.test.tester-v1:0',
    price: {
      inputNanoUsdPerMillion: 1_000_000,
      outputNanoUsdPerMillion: 2_000_000,
    },
    capabilities: {
      samplingParameters: ['temperature', 'topP', 'stopSequences'],
      temperatureExcludesTopP: false,
      systemPrompt: true,
      structuredOutput: true,
      promptCaching: false,
      maxOutputTokens: 1_000,
      contextTokens: 10_000,
      ...capabilities,
    },
  };
}
