import {
  lostWithGrant,
  type GrantEnd,
  type Ledger,
} from '@plot-palette/domain';

/** Every method keeps limit = available + closing + settled + writtenOff + grants, like the real one. */
export class MemoryLedger {
  constructor(private readonly rows: Map<string, Ledger>) {}

  get = async (scope: string): Promise<Ledger | undefined> =>
    this.rows.get(scope);

  open = async (scope: string, holder: string): Promise<void> =>
    this.change(scope, ({ grants }) => ({
      grants: { [holder]: 0, ...grants },
    }));

  take = async (
    scope: string,
    holder: string,
    {
      available,
      granted,
      block,
    }: Record<'available' | 'granted' | 'block', number>,
  ): Promise<boolean> => {
    const ledger = this.rows.get(scope);
    if (ledger?.available !== available || ledger.grants[holder] !== granted)
      return false;
    this.change(scope, ({ grants }) => ({
      available: available - block,
      grants: { ...grants, [holder]: granted + block },
    }));
    return true;
  };

  close = async (
    scope: string,
    holder: string,
    end: GrantEnd,
  ): Promise<boolean> => {
    const granted = this.rows.get(scope)?.grants[holder];
    if (granted === undefined) return false;
    const { settled } = end;
    const lost = lostWithGrant(granted, end);
    this.change(scope, (ledger) => {
      const { [holder]: _closed, ...grants } = ledger.grants;
      return {
        available: ledger.available + granted - settled - lost,
        settled: ledger.settled + settled,
        writtenOff: ledger.writtenOff + lost,
        grants,
      };
    });
    return true;
  };

  reserveClosing = async (scope: string, amount: number): Promise<void> =>
    this.change(scope, ({ closing, available }) =>
      closing > 0
        ? {}
        : {
            closing: Math.min(available, amount),
            available: available - Math.min(available, amount),
          },
    );

  finish = async (
    scope: string,
    { closingSettled }: { closingSettled: number },
  ): Promise<void> =>
    this.change(scope, (ledger) =>
      ledger.closing === 0
        ? {}
        : {
            closing: 0,
            settled: ledger.settled + closingSettled,
            available: ledger.available + ledger.closing - closingSettled,
          },
    );

  delete = async (scope: string): Promise<void> => {
    this.rows.delete(scope);
  };

  private change(
    scope: string,
    changes: (ledger: Ledger) => Partial<Ledger>,
  ): void {
    const ledger = this.rows.get(scope);
    if (ledger !== undefined)
      this.rows.set(scope, { ...ledger, ...changes(ledger) });
  }
}
