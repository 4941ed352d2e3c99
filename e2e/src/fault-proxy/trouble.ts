import type { Fault } from './fault';

/** Where in a request's way something happens to the worker. */
export const SIDES = ['BEFORE', 'DONE', 'REPLIED'] as const;
/** BEFORE it is sent on · DONE but not replied to · REPLIED to. */
export type Side = (typeof SIDES)[number];

export type StopSignal = 'SIGKILL' | 'SIGTERM';

/** What happens at one request of a worker. */
export type Trouble =
  | {
      readonly kind: 'SIGNAL';
      readonly at: number;
      readonly side: Side;
      readonly signal: StopSignal;
    }
  | { readonly kind: 'FAULT'; readonly at: number; readonly fault: Fault }
  /** This request and all later ones wait: the worker lives on behind a network that is gone. */
  | {
      readonly kind: 'PARTITION';
      readonly at: number;
      readonly healed: Promise<void>;
    };
