import { Injectable } from '@nestjs/common';
import { PromptCardStore } from '@plot-palette/stores';
import { PinoLogger } from 'nestjs-pino';

/** What is left of cards that nobody can read any more. */
@Injectable()
export class CardRemains {
  constructor(
    private readonly cards: PromptCardStore,
    private readonly logger: PinoLogger,
  ) {}

  /** The deletion is done already: what cannot be removed now is left to the hourly sweep. */
  async remove(projectId: string, promptId?: string): Promise<void> {
    try {
      await this.cards.removeRemains(projectId, promptId);
    } catch (error) {
      this.logger.warn(
        { err: error, projectId, promptId },
        'card.remains.left_to_sweep',
      );
    }
  }
}
