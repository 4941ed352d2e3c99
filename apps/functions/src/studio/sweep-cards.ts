import type { CardSweeper } from '@plot-palette/stores';

/** A write takes seconds, and its function half a minute at most. */
const UNDER_WAY_MS = 3_600_000;
/** Time for the card that is being swept when no other is begun. */
const LAST_CARD_MS = 30_000;

export interface SweepDependencies {
  readonly sweeper: Pick<CardSweeper, 'sweep'>;
  readonly logger: { info(fields: object, event: string): void };
}

export type SweepHandler = (
  event: unknown,
  context: { getRemainingTimeInMillis(): number },
) => Promise<void>;

/** Called by the clock. What it does not get to, or what breaks it off, is there for the next one. */
export function createSweepHandler({
  sweeper,
  logger,
}: SweepDependencies): SweepHandler {
  return async (_event, context) => {
    const swept = await sweeper.sweep({
      writtenBefore: new Date(Date.now() - UNDER_WAY_MS),
      goOn: () => context.getRemainingTimeInMillis() > LAST_CARD_MS,
    });
    logger.info(swept, 'card.sweep.done');
  };
}
