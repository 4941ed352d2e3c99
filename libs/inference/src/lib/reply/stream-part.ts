import type { TokenUsage } from '@plot-palette/domain';

/** What a model sends while it answers, in its order. The stop reason comes after all texts, the usage last, if at all. */
export type StreamPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'stop'; readonly stopReason: string }
  | { readonly kind: 'usage'; readonly usage: TokenUsage };
