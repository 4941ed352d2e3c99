import fc from 'fast-check';
import { lostWithGrant, nextBlock, openLedger } from './ledger';

const ledger = { limit: 1_000, available: 800 };

describe(nextBlock.name, () => {
  it('takes a share of the limit, more than one need at once', () => {
    expect(nextBlock(ledger, { needed: 10, unsettled: 0, shards: 1 })).toEqual({
      kind: 'take',
      block: 50,
    });
  });

  it('takes at most its fair share, so that no shard starves the others', () => {
    expect(nextBlock(ledger, { needed: 10, unsettled: 0, shards: 20 })).toEqual(
      {
        kind: 'take',
        block: 20,
      },
    );
  });

  it('takes a whole need where that is more than the share', () => {
    expect(nextBlock(ledger, { needed: 300, unsettled: 0, shards: 4 })).toEqual(
      {
        kind: 'take',
        block: 300,
      },
    );
  });

  it('has its own calls settle first when they hold the share already', () => {
    expect(nextBlock(ledger, { needed: 10, unsettled: 45, shards: 1 })).toEqual(
      {
        kind: 'settle',
      },
    );
  });

  it('says that the ledger is empty when it cannot pay for the need', () => {
    expect(nextBlock(ledger, { needed: 801, unsettled: 0, shards: 1 })).toEqual(
      {
        kind: 'empty',
      },
    );
  });

  it('never takes more than there is, nor less than what is needed', () => {
    const amount = fc.integer({ min: 0, max: 1e12 });
    fc.assert(
      fc.property(
        amount,
        amount,
        amount,
        amount,
        fc.integer({ min: 1, max: 40 }),
        (limit, available, needed, unsettled, shards) => {
          const decision = nextBlock(
            { limit, available },
            { needed, unsettled, shards },
          );
          if (decision.kind !== 'take') return;
          expect(decision.block).toBeGreaterThanOrEqual(needed);
          expect(decision.block).toBeLessThanOrEqual(available);
          expect(unsettled + decision.block).toBeLessThanOrEqual(
            Math.max(unsettled + needed, limit * 0.05),
          );
        },
      ),
    );
  });
});

describe(openLedger.name, () => {
  it('sets the closing cost aside', () => {
    expect(openLedger('job#1', 100, 30)).toMatchObject({
      available: 70,
      closing: 30,
    });
  });
});

describe(lostWithGrant.name, () => {
  const lost = (rest: 'RETURN' | 'WRITE_OFF', settled: number) =>
    lostWithGrant(100, { settled, writtenOff: 15, rest });

  it('is what is known to be lost when a holder gives the rest back', () => {
    expect(lost('RETURN', 40)).toBe(15);
  });

  it('is the whole rest when a holder died', () => {
    expect(lost('WRITE_OFF', 40)).toBe(60);
  });

  it('is never less than what is known to be lost, though the holder settled all that it was granted, or more', () => {
    expect(lost('WRITE_OFF', 90)).toBe(15);
    expect(lost('WRITE_OFF', 130)).toBe(15);
  });
});
