import type { TokenUsage } from '@plot-palette/domain';

export interface ModelReply {
  readonly text: string;
  /** As Bedrock says it: `end_turn`, `max_tokens`, `content_filtered` … */
  readonly stopReason: string;
  readonly usage: TokenUsage;
  readonly latencyMs: number;
}
