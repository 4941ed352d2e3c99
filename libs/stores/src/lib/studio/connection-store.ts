import { createHash, randomBytes } from 'node:crypto';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import { toAttributes, type Database } from '../database';
import { Table } from '../table';
import { expiresAtSchema, isExpired } from './expiry';

/** As long as API Gateway keeps a socket open (AWS: "Quotas for WebSocket APIs"). */
const CONNECTION_SECONDS = 2 * 3_600;
const TICKET_SECONDS = 60;
const SECRET_BYTES = 32;
/** Runs that one socket may watch at a time. */
export const MAX_WATCHED_RUNS = 50;

const expiring = { expiresAt: expiresAtSchema };

const connectionSchema = z.object({
  ...expiring,
  userId: z.string(),
  connectedAt: z.string(),
});

const closedSchema = connectionSchema.extend({
  runIds: z.set(z.string()).default(new Set()),
});

const ticketSchema = z.object({ ...expiring, userId: z.string() });

const streamTokenSchema = z.object({
  ...expiring,
  runId: z.string(),
});

/** Whose socket it is. */
export type Connection = z.infer<typeof connectionSchema>;
/** A connection that is gone, with the runs that it watched. */
export type ClosedConnection = z.infer<typeof closedSchema>;
export type StreamToken = z.infer<typeof streamTokenSchema>;

/** Open sockets, and the secrets that open sockets and event streams; of a secret only its hash is kept. */
export class ConnectionStore {
  private readonly connections: Table<Connection>;
  private readonly streamTokens: Table<StreamToken>;

  constructor(
    private readonly database: Database,
    readonly table: string,
    private readonly now: () => number = Date.now,
  ) {
    const keys = { connectionId: { type: String, hashKey: true } };
    this.connections = new Table(table, keys, connectionSchema);
    this.streamTokens = new Table(table, keys, streamTokenSchema);
  }

  /** A secret that opens one socket of this user, once, within a minute. */
  async issueTicket(userId: string): Promise<string> {
    return this.issue('ticket', {
      userId,
      expiresAt: this.seconds() + TICKET_SECONDS,
    });
  }

  /** @returns whose ticket it was; undefined when it is forged, used or expired. */
  async redeemTicket(ticket: string): Promise<string | undefined> {
    const taken = await this.database.take(
      this.table,
      { connectionId: secretKey('ticket', ticket) },
      { condition: 'expiresAt > :now', values: { ':now': this.seconds() } },
    );
    return taken === undefined
      ? undefined
      : ticketSchema.parse(unmarshall(taken)).userId;
  }

  /** A secret that reads the events of one run. `expiresAt`: seconds since 1970. */
  async issueStreamToken(token: StreamToken): Promise<string> {
    return this.issue('stream', token);
  }

  /** @returns undefined when the token is forged or expired. */
  async findStreamToken(token: string): Promise<StreamToken | undefined> {
    const found = await this.streamTokens.get({
      connectionId: secretKey('stream', token),
    });
    return this.unlessExpired(found);
  }

  async open(connectionId: string, userId: string): Promise<void> {
    await this.database.put(this.table, {
      connectionId,
      userId,
      connectedAt: new Date(this.now()).toISOString(),
      expiresAt: this.seconds() + CONNECTION_SECONDS,
    });
  }

  async get(connectionId: string): Promise<Connection | undefined> {
    if (isSecretKey(connectionId)) return undefined;
    return this.unlessExpired(await this.connections.get({ connectionId }));
  }

  /** Notes that the socket watches the run. @returns false when it is closed or watches too many. */
  async addRun(connectionId: string, runId: string): Promise<boolean> {
    const updated = await this.database.update(
      this.table,
      { connectionId },
      {
        update: 'ADD runIds :added',
        condition:
          'attribute_exists(userId) AND (attribute_not_exists(runIds) OR size(runIds) < :most OR contains(runIds, :runId))',
        values: {
          ':added': new Set([runId]),
          ':runId': runId,
          ':most': MAX_WATCHED_RUNS,
        },
      },
    );
    return updated !== undefined;
  }

  async removeRun(connectionId: string, runId: string): Promise<void> {
    await this.database.update(
      this.table,
      { connectionId },
      {
        update: 'DELETE runIds :removed',
        condition: 'attribute_exists(userId)',
        values: { ':removed': new Set([runId]) },
      },
    );
  }

  /** Forgets the socket. @returns undefined when it was forgotten before. */
  async close(connectionId: string): Promise<ClosedConnection | undefined> {
    const taken = await this.database.take(
      this.table,
      { connectionId },
      { condition: 'attribute_exists(connectedAt)' },
    );
    return taken === undefined
      ? undefined
      : closedSchema.parse(unmarshall(taken));
  }

  /**
   * How many sockets are open, of one user or of all. One whose closing was never heard of counts for as long as it may be
   * open.
   */
  async countOpen(userId?: string): Promise<number> {
    const pages = paginateScan(
      { client: this.database.client },
      {
        TableName: this.table,
        Select: 'COUNT',
        FilterExpression: `attribute_exists(connectedAt) AND expiresAt > :now${userId === undefined ? '' : ' AND userId = :userId'}`,
        ExpressionAttributeValues: toAttributes({
          ':now': this.seconds(),
          ':userId': userId,
        }),
      },
    );
    let open = 0;
    for await (const { Count = 0 } of pages) open += Count;
    return open;
  }

  private async issue(
    kind: SecretKind,
    item: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    await this.database.put(this.table, {
      connectionId: secretKey(kind, secret),
      ...item,
    });
    return secret;
  }

  private unlessExpired<Item extends { readonly expiresAt: number }>(
    item: Item | undefined,
  ): Item | undefined {
    return item === undefined || isExpired(item, this.now()) ? undefined : item;
  }

  private seconds(): number {
    return Math.floor(this.now() / 1_000);
  }
}

type SecretKind = 'ticket' | 'stream';

function secretKey(kind: SecretKind, secret: string): string {
  return `${kind}#${createHash('sha256').update(secret).digest('hex')}`;
}

/** Ids that API Gateway gives to sockets have no `#`. */
function isSecretKey(connectionId: string): boolean {
  return connectionId.includes('#');
}
