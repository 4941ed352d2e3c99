import {
  Conflict,
  InvalidInput,
  MAX_LABELS_PER_CARD,
  NotFound,
  type PromptCardSummary,
} from '@plot-palette/domain';
import { updateWrite, type Database, type Expression } from '../database';
import { Table } from '../table';
import {
  CARD_KEYS,
  cardHeadSchema,
  headKey,
  headsOf,
  toSummary,
  type CardHead,
} from './card-rows';
import { retriedTransaction } from './retried-transaction';

/** What a project has as cards now: the latest version of each, its labels and its place. A card without its head is none. */
export class CardHeads {
  private readonly rows: Table<CardHead>;

  constructor(
    private readonly database: Database,
    private readonly table: string,
  ) {
    this.rows = new Table(table, CARD_KEYS, cardHeadSchema);
  }

  async get(
    projectId: string,
    promptId: string,
  ): Promise<CardHead | undefined> {
    return this.rows.get(headKey(projectId, promptId));
  }

  /** @throws NotFound when there is no such card. */
  async required(projectId: string, promptId: string): Promise<CardHead> {
    const head = await this.get(projectId, promptId);
    if (head === undefined)
      throw new NotFound(`The project has no card ${promptId}.`);
    return head;
  }

  /** Every card of the project in the order of the system prompt. */
  async list(projectId: string): Promise<CardHead[]> {
    const { partition, range } = headsOf(projectId);
    const heads = await this.rows.all(partition, range);
    // Heads come by promptId, and sorting keeps the order of equal ones.
    return heads.sort((a, b) => a.stepOrder - b.stepOrder);
  }

  /**
   * Puts all cards of a project into a new order, in one transaction. A place is no content: no version is made.
   * @throws InvalidInput when `promptIds` are not the project's cards.
   */
  async reorder(projectId: string, promptIds: readonly string[]) {
    await retriedTransaction(
      async () => {
        const heads = await this.list(projectId);
        assertSameCards(heads, promptIds);
        const moves = heads.flatMap(({ promptId, stepOrder }) => {
          const place = promptIds.indexOf(promptId);
          return place === stepOrder
            ? []
            : [
                updateWrite(this.table, headKey(projectId, promptId), {
                  update: 'SET stepOrder = :place',
                  condition: 'attribute_exists(entry)',
                  values: { ':place': place },
                }),
              ];
        });
        return moves.length === 0 || this.database.transact(moves);
      },
      // The next try reads the cards again and says what is wrong with them.
      async () => false,
    );
  }

  /** @throws NotFound when there is no such card or version, Conflict when the card has all the labels that it may have. */
  async setLabel(
    projectId: string,
    promptId: string,
    label: string,
    version: number,
  ): Promise<PromptCardSummary> {
    const expression = {
      update: 'SET labels.#label = :target',
      condition:
        '#version >= :target AND (attribute_exists(labels.#label) OR size(labels) < :most)',
      names: { '#label': label, '#version': 'version' },
      values: { ':target': version, ':most': MAX_LABELS_PER_CARD },
    };
    return this.change(projectId, promptId, expression, (head) =>
      assertLabelFits(head, label, version),
    );
  }

  /** @throws NotFound when there is no such card, or it has no such label. */
  async removeLabel(
    projectId: string,
    promptId: string,
    label: string,
  ): Promise<PromptCardSummary> {
    const expression = {
      update: 'REMOVE labels.#label',
      condition: 'attribute_exists(labels.#label)',
      names: { '#label': label },
    };
    return this.change(projectId, promptId, expression, ({ labels }) => {
      if (labels[label] === undefined)
        throw new NotFound(`The card has no label ${label}.`);
    });
  }

  /** A transaction of one write: unlike an update, it says when another transaction was in the way. */
  private async change(
    projectId: string,
    promptId: string,
    expression: Expression & { update: string },
    assertPossible: (head: CardHead) => void,
  ): Promise<PromptCardSummary> {
    const key = headKey(projectId, promptId);
    await retriedTransaction(
      () => this.database.transact([updateWrite(this.table, key, expression)]),
      async () => {
        assertPossible(await this.required(projectId, promptId));
        return false;
      },
    );
    return toSummary(await this.required(projectId, promptId));
  }
}

function assertLabelFits(
  { version: latest, labels }: CardHead,
  label: string,
  version: number,
): void {
  if (version > latest)
    throw new NotFound(
      `The card has no version ${version}; the latest is ${latest}.`,
    );
  if (labels[label] !== undefined) return;
  if (Object.keys(labels).length >= MAX_LABELS_PER_CARD)
    throw new Conflict(
      `The card has ${MAX_LABELS_PER_CARD} labels, as many as it may have. Remove one first.`,
    );
}

function assertSameCards(
  heads: readonly CardHead[],
  promptIds: readonly string[],
): void {
  const known = new Set(heads.map(({ promptId }) => promptId));
  const issues = [
    ...promptIds
      .filter((promptId) => !known.has(promptId))
      .map((promptId) => ({
        where: 'promptIds',
        message: `${promptId} is no card of this project`,
      })),
    ...[...known]
      .filter((promptId) => !promptIds.includes(promptId))
      .map((promptId) => ({
        where: 'promptIds',
        message: `${promptId} is missing`,
      })),
  ];
  if (issues.length > 0)
    throw new InvalidInput(
      'promptIds must name every card of the project once. List the cards again.',
      { issues },
    );
}
