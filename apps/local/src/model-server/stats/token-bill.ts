import type { Usage } from '../model-backend';

export interface BillLine {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A running sum of calls and their tokens. */
export class TokenBill {
  private calls = 0;
  private inputTokens = 0;
  private outputTokens = 0;

  add(usage: Usage): void {
    this.calls += 1;
    this.inputTokens += usage.inputTokens;
    this.outputTokens += usage.outputTokens;
  }

  toJSON(): BillLine {
    return {
      calls: this.calls,
      inputTokens: this.inputTokens,
      outputTokens: this.outputTokens,
    };
  }
}
