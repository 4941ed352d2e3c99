import { parseCardContentKey, storageKeys } from '@plot-palette/domain';
import { randomUUID } from 'node:crypto';
import type { ListedObject, ObjectStore } from '../object-store';
import type { CardHeads } from './card-heads';
import type { ProjectStore } from './project-store';
import type { PromptCardStore } from './prompt-card-store';

export interface SweepOptions {
  /** Younger objects may belong to writes that are under way; a write takes seconds. */
  readonly writtenBefore: Date;
  /** Whether there is time for another card. */
  readonly goOn: () => boolean;
  /** Prefix of the objects that are looked at; all of every project's when absent. */
  readonly within?: string;
}

export interface Sweep {
  /** Projects that were gone, and cards without a head, of which something was left. */
  readonly projects: number;
  readonly cards: number;
  /** Contents that no version of their card names. */
  readonly contents: number;
  /** False when the time was over before everything was looked at. */
  readonly complete: boolean;
}

type Swept = { -readonly [Count in keyof Sweep]: Sweep[Count] };

interface CardObjects {
  readonly projectId: string;
  readonly promptId: string;
  readonly keys: string[];
}

/**
 * Removes what writes and deletions that broke off have left in bucket and table. Every remainder has an object: contents
 * are written first and deleted last.
 */
export class CardSweeper {
  constructor(
    private readonly projects: Pick<ProjectStore, 'get'>,
    private readonly heads: Pick<CardHeads, 'get'>,
    private readonly cards: Pick<
      PromptCardStore,
      'contentKeys' | 'removeRemains'
    >,
    private readonly objects: Pick<ObjectStore, 'list' | 'deleteAll'>,
  ) {}

  /** Begins anywhere, so that sweeps which do not get through reach everything in the end. */
  async sweep(options: SweepOptions): Promise<Sweep> {
    const swept = { projects: 0, cards: 0, contents: 0, complete: true };
    const { within = storageKeys.projects } = options;
    const start = `${storageKeys.project(randomUUID())}`;
    await this.sweepAll(this.objects.list(within, start), options, swept);
    await this.sweepAll(
      until(start, this.objects.list(within)),
      options,
      swept,
    );
    return swept;
  }

  private async sweepAll(
    objects: AsyncIterable<ListedObject>,
    { writtenBefore, goOn }: SweepOptions,
    swept: Swept,
  ): Promise<void> {
    let goneProject: string | undefined;
    for await (const card of cardsAmong(objects, writtenBefore)) {
      if (!goOn()) {
        swept.complete = false;
        return;
      }
      if (card.projectId === goneProject) continue;
      if ((await this.projects.get(card.projectId)) === undefined) {
        goneProject = card.projectId;
        await this.cards.removeRemains(card.projectId);
        swept.projects += 1;
      } else await this.sweepCard(card, swept);
    }
  }

  private async sweepCard(
    { projectId, promptId, keys }: CardObjects,
    swept: Swept,
  ): Promise<void> {
    if ((await this.heads.get(projectId, promptId)) === undefined) {
      await this.cards.removeRemains(projectId, promptId);
      swept.cards += 1;
      return;
    }
    const named = new Set(await this.cards.contentKeys(projectId, promptId));
    const stale = keys.filter((key) => !named.has(key));
    await this.objects.deleteAll(stale);
    swept.contents += stale.length;
  }
}

async function* until(
  last: string,
  objects: AsyncIterable<ListedObject>,
): AsyncGenerator<ListedObject> {
  for await (const object of objects) {
    if (object.key > last) return;
    yield object;
  }
}

/** The old objects card by card: a listing has those of one card together. */
async function* cardsAmong(
  objects: AsyncIterable<ListedObject>,
  writtenBefore: Date,
): AsyncGenerator<CardObjects> {
  let card: CardObjects | undefined;
  for await (const { key, modifiedAt } of objects) {
    const ids = parseCardContentKey(key);
    if (ids === undefined || modifiedAt >= writtenBefore) continue;
    const isSame =
      card?.projectId === ids.projectId && card.promptId === ids.promptId;
    if (card !== undefined && !isSame) yield card;
    if (card === undefined || !isSame) card = { ...ids, keys: [] };
    card.keys.push(key);
  }
  if (card !== undefined) yield card;
}
