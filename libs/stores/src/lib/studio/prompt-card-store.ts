import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import {
  Conflict,
  MAX_CARDS_PER_PROJECT,
  NotFound,
  storageKeys,
  type Page,
  type PageQuery,
  type PromptCard,
  type PromptCardSummary,
} from '@plot-palette/domain';
import { randomUUID } from 'node:crypto';
import { assignments } from '../assignments';
import { deleteWrite, putWrite, updateWrite, type Database } from '../database';
import type { ObjectStore } from '../object-store';
import { Table } from '../table';
import type { CardHeads } from './card-heads';
import {
  CARD_KEYS,
  cardsOf,
  cardVersionSchema,
  contentKey,
  headKey,
  toSummary,
  versionKey,
  versionsOf,
  type CardHead,
  type CardVersion,
} from './card-rows';
import { deleteRows } from './delete-rows';
import { retriedTransaction } from './retried-transaction';

/**
 * Prompt cards and their immutable versions: rows in a table, contents in the bucket. A write stores its content first,
 * under a key of its own that nothing names yet; one transaction then makes head and version name it. A deletion takes
 * the head away first. So whatever breaks off in between leaves no half of a card to be read, only objects and rows that
 * no head leads to.
 */
export class PromptCardStore {
  private readonly versions: Table<CardVersion>;

  constructor(
    private readonly database: Database,
    private readonly tables: {
      readonly projects: string;
      readonly prompts: string;
    },
    private readonly objects: Pick<ObjectStore, 'get' | 'put' | 'deletePrefix'>,
    private readonly heads: CardHeads,
  ) {
    this.versions = new Table(tables.prompts, CARD_KEYS, cardVersionSchema);
  }

  /** @throws NotFound when there is no such project, Conflict when it has all the cards that it may have. */
  async create(card: PromptCard): Promise<void> {
    const row = await this.storeContent(card);
    const { projectId, promptId } = card;
    await retriedTransaction(
      () =>
        this.database.transact([
          this.addCard(projectId),
          putWrite(
            this.tables.prompts,
            { ...row, ...headKey(projectId, promptId) },
            { condition: 'attribute_not_exists(entry)' },
          ),
          this.versionWrite(row),
        ]),
      async () => {
        if (await this.isWritten(row)) return true;
        await this.assertRoom(projectId);
        return false;
      },
    );
  }

  /** The latest version unless one is named. */
  async get(
    projectId: string,
    promptId: string,
    version?: number,
  ): Promise<PromptCard | undefined> {
    const head = await this.heads.get(projectId, promptId);
    if (head === undefined) return undefined;
    const row =
      version === undefined || version === head.version
        ? head
        : await this.version(projectId, promptId, version);
    if (row === undefined) return undefined;
    const content = await this.content(row);
    return content === undefined
      ? undefined
      : { ...toSummary({ ...row, labels: head.labels }), content };
  }

  /** Every card of the project in the order of the system prompt, as its latest version. */
  async list(projectId: string): Promise<PromptCardSummary[]> {
    return (await this.heads.list(projectId)).map(toSummary);
  }

  /** Newest first. @throws NotFound when there is no such card. */
  async listVersions(
    projectId: string,
    promptId: string,
    page: PageQuery,
  ): Promise<Page<PromptCardSummary>> {
    const { labels } = await this.heads.required(projectId, promptId);
    const rows = await this.versions.list(
      { ...versionsOf(projectId, promptId), newestFirst: true },
      page,
    );
    const items = rows.items.map((row) => toSummary({ ...row, labels }));
    return { ...rows, items };
  }

  /** Of a card that has a head; the rows of others may still be there. */
  async version(
    projectId: string,
    promptId: string,
    version: number,
  ): Promise<CardVersion | undefined> {
    return this.versions.get(versionKey(projectId, promptId, version));
  }

  /** Undefined when it was deleted with its card. */
  async content(row: CardVersion): Promise<string | undefined> {
    return (await this.objects.get(contentKey(row)))?.body.toString('utf8');
  }

  /**
   * Makes `next` the latest version. Labels are left as they are by then, and so is the card's place if `previous` had the
   * same: others move them without a new version.
   * @throws Conflict when the latest version is not `previous` any more, NotFound when the card is gone.
   */
  async update(next: PromptCard, previous: PromptCard): Promise<void> {
    const row = await this.storeContent(next);
    const { projectId, promptId } = row;
    const change = headChange(row, previous);
    await retriedTransaction(
      () =>
        this.database.transact([
          updateWrite(
            this.tables.prompts,
            headKey(projectId, promptId),
            change,
          ),
          this.versionWrite(row),
        ]),
      async () => {
        if (await this.isWritten(row)) return true;
        const { version } = await this.heads.required(projectId, promptId);
        if (version !== previous.version)
          throw new Conflict(
            `The card has version ${version} by now, not ${previous.version}. Load it and make your change there.`,
          );
        return false;
      },
    );
  }

  /**
   * Nobody can read the card from then on; {@link removeRemains} removes what is left of it.
   * @throws NotFound when there is no such card.
   */
  async delete(projectId: string, promptId: string): Promise<void> {
    const { projects, prompts } = this.tables;
    await retriedTransaction(
      () =>
        this.database.transact([
          deleteWrite(prompts, headKey(projectId, promptId), {
            condition: 'attribute_exists(entry)',
          }),
          updateWrite(
            projects,
            { projectId },
            {
              update: 'ADD cards :change',
              condition: 'attribute_exists(projectId)',
              values: { ':change': -1 },
            },
          ),
        ]),
      async () => {
        await this.heads.required(projectId, promptId);
        await this.cardsIn(projectId);
        return false;
      },
    );
  }

  /**
   * Removes the rows, then the contents, of a card without a head, or of all cards of a project that is gone. May be
   * repeated. The objects go last: the sweep finds by them what is left.
   */
  async removeRemains(projectId: string, promptId?: string): Promise<void> {
    const { rows, prefix } =
      promptId === undefined
        ? { rows: cardsOf(projectId), prefix: storageKeys.project(projectId) }
        : {
            rows: versionsOf(projectId, promptId),
            prefix: storageKeys.card(projectId, promptId),
          };
    await deleteRows(this.database, this.tables.prompts, rows);
    await this.objects.deletePrefix(prefix);
  }

  /** Keys of the contents that the card's versions name. */
  async contentKeys(projectId: string, promptId: string): Promise<string[]> {
    const { partition, range } = versionsOf(projectId, promptId);
    return (await this.versions.all(partition, range)).map(contentKey);
  }

  private async storeContent(card: PromptCard): Promise<CardHead> {
    const { content, ...summary } = card;
    const row = { ...summary, contentId: randomUUID() };
    await this.objects.put(contentKey(row), content, {
      contentType: 'text/plain; charset=utf-8',
    });
    return row;
  }

  /** Whether this very write is there, by a try whose reply was lost. */
  private async isWritten(row: CardHead): Promise<boolean> {
    const { projectId, promptId, version, contentId } = row;
    const stored = await this.version(projectId, promptId, version);
    return stored?.contentId === contentId;
  }

  private versionWrite({ labels: _, ...row }: CardHead): TransactWriteItem {
    const { projectId, promptId, version } = row;
    return putWrite(
      this.tables.prompts,
      { ...row, ...versionKey(projectId, promptId, version) },
      { condition: 'attribute_not_exists(entry)' },
    );
  }

  private addCard(projectId: string): TransactWriteItem {
    return updateWrite(
      this.tables.projects,
      { projectId },
      {
        update: 'ADD cards :change',
        condition: 'attribute_exists(projectId) AND cards < :most',
        values: { ':change': 1, ':most': MAX_CARDS_PER_PROJECT },
      },
    );
  }

  private async assertRoom(projectId: string): Promise<void> {
    if ((await this.cardsIn(projectId)) >= MAX_CARDS_PER_PROJECT)
      throw new Conflict(
        `The project has ${MAX_CARDS_PER_PROJECT} cards, as many as it may have. Delete one first.`,
      );
  }

  /** As the project's row counts them. @throws NotFound when it is gone. */
  private async cardsIn(projectId: string): Promise<number> {
    const { Item } = await this.database.client.getItem({
      TableName: this.tables.projects,
      Key: { projectId: { S: projectId } },
      ConsistentRead: true,
    });
    if (Item === undefined)
      throw new NotFound(`There is no project ${projectId}.`);
    return Number(Item['cards']?.N);
  }
}

function headChange(row: CardHead, previous: PromptCard) {
  const {
    projectId: _project,
    promptId: _prompt,
    labels: _labels,
    createdAt: _createdAt,
    stepOrder,
    ...changes
  } = row;
  const moved = stepOrder === previous.stepOrder ? {} : { stepOrder };
  const { update, names, values } = assignments({ ...changes, ...moved });
  return {
    update,
    condition: '#version = :expected',
    names,
    values: { ...values, ':expected': previous.version },
  };
}
