import { unmarshall } from '@aws-sdk/util-dynamodb';
import {
  ledgerSchema,
  lostWithGrant,
  type GrantEnd,
  type Ledger,
  type NanoUsd,
} from '@plot-palette/domain';
import type { Database } from './database';

/**
 * The ledger row. Every method is one conditional update that keeps
 * limit = available + closing + settled + writtenOff + Σ grants, and may be repeated after a lost reply.
 */
export class LedgerStore {
  constructor(
    private readonly database: Database,
    readonly table: string,
  ) {}

  async get(scope: string): Promise<Ledger | undefined> {
    const { Item } = await this.database.client.getItem({
      TableName: this.table,
      Key: { scope: { S: scope } },
      ConsistentRead: true,
    });
    return Item === undefined
      ? undefined
      : ledgerSchema.parse(unmarshall(Item));
  }

  /** A scope that exists stays as it is. */
  async create(ledger: Ledger): Promise<void> {
    await this.database.put(this.table, ledger, {
      condition: 'attribute_not_exists(#scope)',
      names: { '#scope': 'scope' },
    });
  }

  /**
   * Grants a holder all that it will ever have, at once.
   * @returns false when less than that is available.
   */
  async reserve(
    scope: string,
    holder: string,
    amount: NanoUsd,
  ): Promise<boolean> {
    const updated = await this.database.update(
      this.table,
      { scope },
      {
        update: 'SET available = available - :amount, grants.#holder = :amount',
        condition:
          'available >= :amount AND attribute_not_exists(grants.#holder)',
        names: { '#holder': holder },
        values: { ':amount': amount },
      },
    );
    if (updated !== undefined) return true;
    // Perhaps by a request whose reply was lost.
    return (await this.get(scope))?.grants[holder] === amount;
  }

  /** Lets a holder take blocks. A holder that exists keeps what it has. */
  async open(scope: string, holder: string): Promise<void> {
    await this.database.update(
      this.table,
      { scope },
      {
        update: 'SET grants.#holder = :zero',
        condition:
          'attribute_exists(#scope) AND attribute_not_exists(grants.#holder)',
        names: { '#holder': holder, '#scope': 'scope' },
        values: { ':zero': 0 },
      },
    );
  }

  /**
   * Moves `block` from what is available to the holder's grant, given the row as the caller read it.
   * @returns true when the grant has grown, by this call or by one whose reply was lost; false when the row moved: read it again.
   */
  async take(
    scope: string,
    holder: string,
    {
      available,
      granted,
      block,
    }: { available: NanoUsd; granted: NanoUsd; block: NanoUsd },
  ): Promise<boolean> {
    const updated = await this.database.update(
      this.table,
      { scope },
      {
        update: 'SET available = :rest, grants.#holder = :grown',
        condition: 'available = :available AND grants.#holder = :granted',
        names: { '#holder': holder },
        values: {
          ':rest': available - block,
          ':grown': granted + block,
          ':available': available,
          ':granted': granted,
        },
      },
    );
    if (updated !== undefined) return true;
    const ledger = await this.get(scope);
    return ledger?.grants[holder] === granted + block;
  }

  /**
   * Ends a holder: what it settled is spent, what may have been billed is written off, the rest is available again.
   * @returns false when the holder was closed before.
   */
  async close(scope: string, holder: string, end: GrantEnd): Promise<boolean> {
    for (;;) {
      const ledger = await this.get(scope);
      const granted = ledger?.grants[holder];
      if (ledger === undefined || granted === undefined) return false;
      const { settled } = end;
      const lost = lostWithGrant(granted, end);
      const updated = await this.database.update(
        this.table,
        { scope },
        {
          update:
            'ADD available :returned, settled :settled, writtenOff :lost REMOVE grants.#holder',
          condition: 'grants.#holder = :granted',
          names: { '#holder': holder },
          values: {
            ':returned': granted - settled - lost,
            ':settled': settled,
            ':lost': lost,
            ':granted': granted,
          },
        },
      );
      if (updated !== undefined) return true;
    }
  }

  /**
   * Sets the closing cost aside again when a job goes on after its end, or what is left of the budget when that is less.
   * A reserve that stands stays as it is.
   */
  async reserveClosing(scope: string, amount: NanoUsd): Promise<void> {
    for (;;) {
      const ledger = await this.get(scope);
      if (ledger === undefined || ledger.closing > 0 || ledger.available <= 0)
        return;
      const reserved = Math.min(ledger.available, amount);
      const updated = await this.database.update(
        this.table,
        { scope },
        {
          update: 'SET closing = :reserved, available = :rest',
          condition: 'closing = :zero AND available = :available',
          values: {
            ':reserved': reserved,
            ':rest': ledger.available - reserved,
            ':zero': 0,
            ':available': ledger.available,
          },
        },
      );
      if (updated !== undefined) return;
    }
  }

  /** Ends the closing reserve: `spent` of it is settled, the rest is available again. Repeating it changes nothing. */
  async finish(
    scope: string,
    { closingSettled: spent }: { closingSettled: NanoUsd },
  ): Promise<void> {
    const ledger = await this.get(scope);
    if (ledger === undefined || ledger.closing === 0) return;
    await this.database.update(
      this.table,
      { scope },
      {
        update: 'SET closing = :zero ADD available :returned, settled :spent',
        condition: 'closing = :closing',
        values: {
          ':zero': 0,
          ':returned': ledger.closing - spent,
          ':spent': spent,
          ':closing': ledger.closing,
        },
      },
    );
  }

  async delete(scope: string): Promise<void> {
    await this.database.delete(this.table, { scope });
  }
}
