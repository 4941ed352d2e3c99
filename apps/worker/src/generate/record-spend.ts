import {
  EMPTY_USAGE,
  addUsage,
  callCost,
  spentOn,
  totalUsage,
  type NanoUsd,
  type ResolvedModel,
  type TokenUsage,
  type UsageByModel,
} from '@plot-palette/domain';

/** What the calls of one record came to, attempt after attempt. */
export class RecordSpend {
  private byModel: Record<string, UsageByModel[string]> = {};

  get usage(): UsageByModel {
    return this.byModel;
  }

  get costNanoUsd(): NanoUsd {
    return spentOn(totalUsage(this.byModel));
  }

  /** @returns what the call was charged. */
  answered({ alias, price }: ResolvedModel, usage: TokenUsage): NanoUsd {
    const costNanoUsd = callCost(usage, price);
    this.add(alias, {
      calls: 1,
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      cacheReadTokens: usage.cacheReadTokens ?? 0,
      cacheWriteTokens: usage.cacheWriteTokens ?? 0,
      costNanoUsd,
    });
    return costNanoUsd;
  }

  /** A call whose reply was lost counts with all that was reserved for it. */
  lost({ alias }: ResolvedModel, reserved: NanoUsd): void {
    this.add(alias, { calls: 1, writtenOffNanoUsd: reserved });
  }

  repaired({ alias }: ResolvedModel): void {
    this.add(alias, { repairedAnswers: 1 });
  }

  reasked({ alias }: ResolvedModel): void {
    this.add(alias, { reaskedAnswers: 1 });
  }

  private add(alias: string, usage: Partial<UsageByModel[string]>): void {
    this.byModel[alias] = addUsage(this.byModel[alias] ?? EMPTY_USAGE, {
      ...EMPTY_USAGE,
      ...usage,
    });
  }
}
