import { randomUUID } from 'node:crypto';
import { connect } from '../connections';
import { localCloudStores } from '../local-cloud.fixture';
import { ConnectionStore, MAX_WATCHED_RUNS } from './connection-store';

const {
  studio: { connections },
  close,
} = localCloudStores();
const own = connect('no-objects');
afterAll(() => {
  own.close();
  close();
});

/** The same table, seen at another time. */
function after(elapsedSeconds: number): ConnectionStore {
  return new ConnectionStore(
    own.database,
    connections.table,
    () => Date.now() + 1_000 * elapsedSeconds,
  );
}

describe(ConnectionStore.name, () => {
  const userId = randomUUID();

  describe('tickets', () => {
    it('are redeemed once, even by many at the same time', async () => {
      const ticket = await connections.issueTicket(userId);
      const redeemed = await Promise.all(
        Array.from({ length: 10 }, () => connections.redeemTicket(ticket)),
      );
      expect(redeemed.filter((user) => user !== undefined)).toEqual([userId]);
      expect(await connections.redeemTicket(ticket)).toBeUndefined();
    });

    it('work for a minute', async () => {
      const early = await connections.issueTicket(userId);
      expect(await after(55).redeemTicket(early)).toBe(userId);
      const late = await connections.issueTicket(userId);
      expect(await after(61).redeemTicket(late)).toBeUndefined();
    });

    it('cannot be made up, nor read from the table', async () => {
      const ticket = await connections.issueTicket(userId);
      for (const forged of [
        '',
        'ticket',
        `${ticket}x`,
        userId,
        `ticket#${ticket}`,
      ])
        expect(await connections.redeemTicket(forged)).toBeUndefined();
      const token = await connections.issueStreamToken({
        runId: randomUUID(),
        expiresAt: Math.ceil(Date.now() / 1_000) + 60,
      });
      expect(await connections.redeemTicket(token)).toBeUndefined();
      expect(await connections.findStreamToken(ticket)).toBeUndefined();
      expect(await connections.get(`ticket#${ticket}`)).toBeUndefined();
    });
  });

  it('finds the token of an event stream until it expires, as often as it is asked', async () => {
    const token = {
      runId: randomUUID(),
      expiresAt: Math.ceil(Date.now() / 1_000) + 60,
    };
    const secret = await connections.issueStreamToken(token);
    expect(await connections.findStreamToken(secret)).toEqual(token);
    expect(await connections.findStreamToken(secret)).toEqual(token);
    expect(await after(62).findStreamToken(secret)).toBeUndefined();
    expect(await connections.findStreamToken('forged')).toBeUndefined();
  });

  it('knows whose socket is open, for two hours', async () => {
    const connectionId = randomUUID();
    expect(await connections.get(connectionId)).toBeUndefined();
    await connections.open(connectionId, userId);
    expect(await connections.get(connectionId)).toMatchObject({ userId });
    expect(await after(2 * 3_600 + 1).get(connectionId)).toBeUndefined();
  });

  it('counts the open sockets of a user and of all, and no secrets', async () => {
    const counted = randomUUID();
    const before = await connections.countOpen();
    const [one, two] = [randomUUID(), randomUUID()];
    await connections.open(one, counted);
    await connections.open(two, counted);
    await connections.issueTicket(counted);
    expect(await connections.countOpen(counted)).toBe(2);
    expect(await connections.countOpen()).toBeGreaterThanOrEqual(before + 2);
    expect(await connections.countOpen(randomUUID())).toBe(0);
    await connections.close(one);
    expect(await connections.countOpen(counted)).toBe(1);
    expect(await after(2 * 3_600 + 1).countOpen(counted)).toBe(0);
  });

  it('remembers the runs that a socket watches until it is closed', async () => {
    const connectionId = randomUUID();
    await connections.open(connectionId, userId);
    for (const runId of ['a', 'b', 'b', 'c'])
      expect(await connections.addRun(connectionId, runId)).toBe(true);
    await connections.removeRun(connectionId, 'a');
    const closed = await connections.close(connectionId);
    expect(closed?.runIds).toEqual(new Set(['b', 'c']));
    expect(await connections.close(connectionId)).toBeUndefined();
    expect(await connections.addRun(connectionId, 'd')).toBe(false);
    await connections.removeRun(connectionId, 'd');
    expect(await connections.get(connectionId)).toBeUndefined();
  });

  it('lets a socket watch so many runs and no more', async () => {
    const connectionId = randomUUID();
    await connections.open(connectionId, userId);
    for (let i = 0; i < MAX_WATCHED_RUNS; i += 1)
      await connections.addRun(connectionId, String(i));
    expect(await connections.addRun(connectionId, 'one more')).toBe(false);
    expect(await connections.addRun(connectionId, '0')).toBe(true);
  });
});
