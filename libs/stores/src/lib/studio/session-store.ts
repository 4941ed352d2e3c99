import {
  NotFound,
  sessionSchema,
  storageKeys,
  type AnswerMessage,
  type ChatMessage,
  type Page,
  type PageQuery,
  type QuestionMessage,
  type Session,
} from '@plot-palette/domain';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { putWrite, updateWrite, type Database } from '../database';
import type { ObjectStore } from '../object-store';
import { Table } from '../table';
import { expiresAfterDays, expiresAtSchema, isExpired } from './expiry';
import {
  messageRowSchema,
  messageTextSchema,
  toMessage,
  toMessageRow,
  type MessagePlacement,
  type MessageRow,
} from './message-row';

const HEAD = '#session';
/** Messages begin with the digit of a year; the head's `#` sorts before all digits, `:` after them. */
const FIRST_MESSAGE = '0';
const LAST_MESSAGE = ':';
/** Pages of the index that one request looks through for a title. */
const SEARCHED_PAGES = 20;

const headRowSchema = sessionSchema.extend({ expiresAt: expiresAtSchema });
type HeadRow = z.infer<typeof headRowSchema>;

function toSession({ expiresAt: _expiresAt, ...session }: HeadRow): Session {
  return session;
}

export interface SessionSearch {
  readonly projectId?: string | undefined;
  /** Part of the title, in any case. */
  readonly title?: string | undefined;
}

/** What a new run adds to a session. */
export interface SessionChange {
  /** As it is before the change; `isNew` when this change brings it into being. */
  readonly session: Session;
  readonly isNew: boolean;
  /** Absent when an earlier question is answered again. */
  readonly question?: QuestionMessage | undefined;
  readonly historyDays: number;
}

/** Sessions and their messages. Only heads carry `userId`, so the index by user lists no messages. */
export class SessionStore {
  private readonly heads: Table<HeadRow>;
  private readonly rows: Table<MessageRow>;

  constructor(
    private readonly database: Database,
    readonly table: string,
    private readonly objects: ObjectStore,
  ) {
    const key = {
      sessionId: { type: String, hashKey: true },
      entry: { type: String, rangeKey: true },
    } as const;
    this.heads = new Table(
      table,
      {
        ...key,
        userId: {
          type: String,
          index: { name: 'byUser', type: 'global', rangeKey: 'updatedAt' },
        },
        updatedAt: String,
      },
      headRowSchema.strip(),
    );
    this.rows = new Table(table, key, messageRowSchema);
  }

  /** Undefined when it is absent or has expired. */
  async get(sessionId: string): Promise<Session | undefined> {
    const head = await this.heads.get({ sessionId, entry: HEAD });
    return head === undefined || isExpired(head, Date.now())
      ? undefined
      : toSession(head);
  }

  /** All messages of a session, oldest first. */
  async messages(sessionId: string): Promise<ChatMessage[]> {
    const rows = await this.rows.all(
      { name: 'sessionId', value: sessionId },
      { name: 'entry', from: FIRST_MESSAGE, to: LAST_MESSAGE },
    );
    return Promise.all(rows.map((row) => this.withText(row)));
  }

  /** Newest first. A page of a search may be empty and still have a next one. */
  async listByUser(
    userId: string,
    { projectId, title }: SessionSearch,
    page: PageQuery,
  ): Promise<Page<Session>> {
    const sought = title?.toLocaleLowerCase();
    let cursor = page.cursor;
    for (let pages = 1; ; pages++) {
      const { items, nextCursor } = await this.heads.list(
        {
          index: 'byUser',
          partition: { name: 'userId', value: userId },
          newestFirst: true,
        },
        { limit: page.limit, ...(cursor !== undefined && { cursor }) },
      );
      const found = items.filter(
        (head) =>
          !isExpired(head, Date.now()) &&
          (projectId === undefined || head.projectId === projectId) &&
          (sought === undefined ||
            head.title.toLocaleLowerCase().includes(sought)),
      );
      const isEnough = found.length > 0 || pages >= SEARCHED_PAGES;
      if (isEnough || nextCursor === undefined)
        return {
          items: found.map(toSession),
          ...(nextCursor !== undefined && { nextCursor }),
        };
      cursor = nextCursor;
    }
  }

  /** @throws NotFound when it is gone. */
  async rename(sessionId: string, title: string): Promise<Session> {
    const updated = await this.database.update(
      this.table,
      { sessionId, entry: HEAD },
      {
        update: 'SET title = :title',
        condition: 'attribute_exists(sessionId)',
        values: { ':title': title },
      },
    );
    if (updated === undefined)
      throw new NotFound(`There is no session ${sessionId}.`);
    return toSession(headRowSchema.strip().parse(unmarshall(updated)));
  }

  /** The head goes first: without it nothing shows the rest, and an answer that is still written finds no session. */
  async delete(sessionId: string): Promise<void> {
    await this.database.delete(this.table, { sessionId, entry: HEAD });
    const rows = await this.rows.all(
      { name: 'sessionId', value: sessionId },
      { name: 'entry', from: FIRST_MESSAGE, to: LAST_MESSAGE },
    );
    for (const { entry } of rows)
      await this.database.delete(this.table, { sessionId, entry });
    await this.objects.deletePrefix(storageKeys.session(sessionId));
  }

  /**
   * Keeps an answer unless its run has one already: a run has one answer, whoever ends it.
   * @returns the answer that is kept, which may be an earlier one; this one also when its session was deleted meanwhile.
   */
  async addAnswer(
    answer: AnswerMessage,
    { projectId, historyDays }: { projectId: string; historyDays: number },
  ): Promise<AnswerMessage> {
    const expiresAt = expiresAfterDays(historyDays, Date.now());
    const place = { projectId, expiresAt };
    const row = await this.storeText(answer, place, historyDays);
    const { sessionId } = answer;
    for (;;) {
      const written = await this.database.transact([
        putWrite(this.table, row, {
          condition: 'attribute_not_exists(sessionId)',
        }),
        this.headUpdate(sessionId, { added: 1, expiresAt }),
      ]);
      if (written) return answer;
      const earlier = await this.rows.get({ sessionId, entry: row.entry });
      if (earlier !== undefined) {
        const kept = await this.withText(earlier);
        return kept.role === 'assistant' ? kept : answer;
      }
      const head = await this.heads.get({ sessionId, entry: HEAD });
      if (head === undefined) return answer;
    }
  }

  /**
   * The writes by which a run's session comes into being or grows, for the transaction that creates the run.
   * Long texts are in the bucket when this returns.
   */
  async changeWrites({
    session,
    isNew,
    question,
    historyDays,
  }: SessionChange): Promise<TransactWriteItem[]> {
    const { sessionId, projectId } = session;
    const expiresAt = expiresAfterDays(historyDays, Date.now());
    const added = question === undefined ? 0 : 1;
    const head = isNew
      ? putWrite(
          this.table,
          { ...session, entry: HEAD, messages: added, expiresAt },
          { condition: 'attribute_not_exists(sessionId)' },
        )
      : this.headUpdate(sessionId, { added, expiresAt });
    if (question === undefined) return [head];
    const place = { projectId, expiresAt };
    const row = await this.storeText(question, place, historyDays);
    return [
      head,
      putWrite(this.table, row, {
        condition: 'attribute_not_exists(sessionId)',
      }),
    ];
  }

  private headUpdate(
    sessionId: string,
    { added, expiresAt }: { added: number; expiresAt: number },
  ): TransactWriteItem {
    return updateWrite(
      this.table,
      { sessionId, entry: HEAD },
      {
        update:
          'SET updatedAt = :now, expiresAt = :expiresAt ADD messages :added',
        condition: 'attribute_exists(sessionId)',
        values: {
          ':now': new Date().toISOString(),
          ':expiresAt': expiresAt,
          ':added': added,
        },
      },
    );
  }

  private async storeText(
    message: ChatMessage,
    place: MessagePlacement,
    historyDays: number,
  ): Promise<MessageRow> {
    const { row, stored } = toMessageRow(message, place);
    if (stored !== undefined)
      await this.objects.put(
        storageKeys.messageText(message.sessionId, message.messageId),
        JSON.stringify(stored),
        { contentType: 'application/json', expiresAfterDays: historyDays },
      );
    return row;
  }

  private async withText(row: MessageRow): Promise<ChatMessage> {
    if (!row.textStored) return toMessage(row, undefined);
    const key = storageKeys.messageText(row.sessionId, row.messageId);
    const object = await this.objects.get(key);
    return toMessage(
      row,
      object === undefined
        ? undefined
        : messageTextSchema.parse(JSON.parse(object.body.toString('utf8'))),
    );
  }
}
