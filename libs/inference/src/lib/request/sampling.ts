import type { ChatParameters, ResolvedModel } from '@plot-palette/domain';

export type Sampling = Pick<
  ChatParameters,
  'temperature' | 'topP' | 'stopSequences'
>;

/** The sampling parameters that the model takes; what it does not take becomes a sentence in `adjustments`. */
export function samplingOf(
  step: Sampling,
  { alias, capabilities }: ResolvedModel,
  adjustments: string[],
) {
  const takes = (
    name: (typeof capabilities.samplingParameters)[number],
  ): boolean => {
    if (step[name] === undefined) return false;
    if (
      name === 'topP' &&
      capabilities.temperatureExcludesTopP &&
      takes('temperature')
    ) {
      adjustments.push(
        `topP is left out: ${alias} refuses it together with temperature.`,
      );
      return false;
    }
    if (capabilities.samplingParameters.includes(name)) return true;
    adjustments.push(`${name} is left out: ${alias} does not take it.`);
    return false;
  };
  const { temperature, topP, stopSequences } = step;
  return {
    ...(takes('topP') && { topP }),
    ...(takes('temperature') && { temperature }),
    ...(takes('stopSequences') && { stopSequences }),
  };
}
