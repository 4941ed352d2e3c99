import {
  worstCaseCost,
  type CallBound,
  type NanoUsd,
  type ResolvedModel,
} from '@plot-palette/domain';

/** What calls are reserved at: their worst case, raised for a model that was ever charged more than it. */
export class CallBounds {
  private readonly factors = new Map<string, number>();

  boundOf(bound: CallBound, { alias, price }: ResolvedModel): NanoUsd {
    const factor = this.factors.get(alias) ?? 1;
    return Math.ceil(worstCaseCost(bound, price) * factor);
  }

  /** @returns true when the charge was above the reservation, which no tokenizer explains: later calls reserve more. */
  learn(reserved: NanoUsd, cost: NanoUsd, { alias }: ResolvedModel): boolean {
    if (cost <= reserved) return false;
    const factor = this.factors.get(alias) ?? 1;
    this.factors.set(alias, factor * (cost / Math.max(1, reserved)));
    return true;
  }
}
