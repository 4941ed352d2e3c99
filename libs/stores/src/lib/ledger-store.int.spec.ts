import { randomUUID } from 'node:crypto';
import {
  grantedTotal,
  jobScope,
  openLedger,
  studioScope,
  type Ledger,
} from '@plot-palette/domain';
import { aJob } from './job.fixture';
import { LedgerStore } from './ledger-store';
import { localCloudStores } from './local-cloud.fixture';

const { jobs, ledger, close } = localCloudStores();
afterAll(close);

async function aLedger(limit: number, closing: number): Promise<string> {
  const job = aJob({ jobId: randomUUID(), priority: 9 });
  const scope = jobScope(job.jobId);
  await jobs.create(job, {
    requestHash: 'hash',
    ledger: openLedger(scope, limit, closing),
  });
  await jobs.requestCancel(job.jobId);
  return scope;
}

function balance({
  available,
  closing,
  settled,
  writtenOff,
  ...row
}: Ledger): number {
  return (
    available +
    closing +
    settled +
    writtenOff +
    grantedTotal({ available, closing, settled, writtenOff, ...row })
  );
}

async function read(scope: string): Promise<Ledger> {
  const row = await ledger.get(scope);
  if (row === undefined) throw new Error(`no ledger ${scope}`);
  expect(balance(row)).toBe(row.limit);
  return row;
}

describe(LedgerStore.name, () => {
  it('grants blocks and finds a take whose reply was lost', async () => {
    const scope = await aLedger(1_000, 100);
    await ledger.open(scope, '0-1');
    const take = { available: 900, granted: 0, block: 200 };
    expect(await ledger.take(scope, '0-1', take)).toBe(true);
    // The same request again is what a retry after a lost reply sends.
    expect(await ledger.take(scope, '0-1', take)).toBe(true);
    expect(await read(scope)).toMatchObject({
      available: 700,
      grants: { '0-1': 200 },
    });
    expect(
      await ledger.take(scope, '0-1', {
        available: 900,
        granted: 200,
        block: 200,
      }),
    ).toBe(false);
  });

  it('never grants more than there is, however many workers take at once', async () => {
    const scope = await aLedger(1_000, 0);
    const holders = Array.from({ length: 12 }, (_, shard) => `${shard}-1`);
    await Promise.all(holders.map((holder) => ledger.open(scope, holder)));
    await Promise.all(
      holders.map(async (holder) => {
        for (let tries = 0; tries < 40; tries++) {
          const { available, grants } = await read(scope);
          if (available < 90) return;
          await ledger.take(scope, holder, {
            available,
            granted: grants[holder] ?? 0,
            block: 90,
          });
        }
      }),
    );
    const { available, ...row } = await read(scope);
    expect(available).toBeGreaterThanOrEqual(0);
    expect(grantedTotal({ available, ...row })).toBe(990);
  });

  it('closes a holder once, writes off what a dead one may have spent, and lets it take nothing more', async () => {
    const scope = await aLedger(1_000, 100);
    await ledger.open(scope, '0-1');
    await ledger.take(scope, '0-1', { available: 900, granted: 0, block: 300 });
    expect(
      await ledger.close(scope, '0-1', {
        settled: 120,
        writtenOff: 0,
        rest: 'WRITE_OFF',
      }),
    ).toBe(true);
    expect(
      await ledger.close(scope, '0-1', {
        settled: 120,
        writtenOff: 0,
        rest: 'WRITE_OFF',
      }),
    ).toBe(false);
    expect(await read(scope)).toMatchObject({
      available: 600,
      settled: 120,
      writtenOff: 180,
      grants: {},
    });
    expect(
      await ledger.take(scope, '0-1', {
        available: 600,
        granted: 300,
        block: 100,
      }),
    ).toBe(false);
  });

  it('returns what a living holder did not use, and the rest of the closing reserve once', async () => {
    const scope = await aLedger(1_000, 100);
    await ledger.open(scope, '0-1');
    await ledger.take(scope, '0-1', { available: 900, granted: 0, block: 300 });
    await ledger.close(scope, '0-1', {
      settled: 120,
      writtenOff: 0,
      rest: 'RETURN',
    });
    await ledger.finish(scope, { closingSettled: 40 });
    await ledger.finish(scope, { closingSettled: 40 });
    expect(await read(scope)).toMatchObject({
      available: 840,
      settled: 160,
      writtenOff: 0,
      closing: 0,
    });
  });

  it('sets the closing cost aside again, or what is left, and only when none stands', async () => {
    const scope = await aLedger(1_000, 100);
    await ledger.reserveClosing(scope, 50);
    expect(await read(scope)).toMatchObject({ available: 900, closing: 100 });
    await ledger.finish(scope, { closingSettled: 40 });
    await Promise.all([1, 2, 3].map(() => ledger.reserveClosing(scope, 50)));
    expect(await read(scope)).toMatchObject({
      available: 910,
      closing: 50,
      settled: 40,
    });
    await ledger.finish(scope, { closingSettled: 0 });
    await ledger.reserveClosing(scope, 5_000);
    expect(await read(scope)).toMatchObject({ available: 0, closing: 960 });
  });

  it('opens a holder without taking away what it has', async () => {
    const scope = await aLedger(1_000, 0);
    await ledger.open(scope, '0-1');
    await ledger.take(scope, '0-1', {
      available: 1_000,
      granted: 0,
      block: 10,
    });
    await ledger.open(scope, '0-1');
    expect((await read(scope)).grants).toEqual({ '0-1': 10 });
  });

  it('opens a month once, and reserves within it however many ask at once', async () => {
    const scope = studioScope(randomUUID(), '2026-11-30T23:59:59.999Z');
    const month = openLedger(scope, 1_000, 0);
    await Promise.all([1, 2, 3].map(() => ledger.create(month)));
    const holders = Array.from({ length: 12 }, () => randomUUID());
    const reserved = await Promise.all(
      holders.map((holder) => ledger.reserve(scope, holder, 300)),
    );
    expect(reserved.filter(Boolean)).toHaveLength(3);
    await ledger.create(month);
    expect(await read(scope)).toMatchObject({ available: 100 });
    const holder = holders[reserved.indexOf(true)] ?? '';
    // As after a lost reply.
    expect(await ledger.reserve(scope, holder, 300)).toBe(true);
    expect((await read(scope)).available).toBe(100);
    await ledger.close(scope, holder, {
      settled: 120,
      writtenOff: 0,
      rest: 'RETURN',
    });
    expect(await read(scope)).toMatchObject({ available: 280, settled: 120 });
  });
});
