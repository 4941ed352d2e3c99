import type { ResolvedModel } from '@plot-palette/domain';

/** Cheap, and known to no catalogue: what a worker calls is in its job's snapshot. */
export function modelNamed(modelId: string): ResolvedModel {
  return {
    alias: 'tester',
    modelId,
    price: {
      inputNanoUsdPerMillion: 1_000_000_000,
      outputNanoUsdPerMillion: 2_000_000_000,
    },
    capabilities: {
      samplingParameters: [],
      temperatureExcludesTopP: false,
      systemPrompt: true,
      structuredOutput: false,
      promptCaching: false,
      maxOutputTokens: 4_000,
      contextTokens: 100_000,
    },
  };
}
