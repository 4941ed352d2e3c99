import { randomUUID } from 'node:crypto';
import {
  Conflict,
  Fenced,
  type Run,
  type RunEvent,
} from '@plot-palette/domain';
import { localCloud, localCloudStores } from '../local-cloud.fixture';
import { aQuestion, aRun, aSession, delta } from './run.fixture';
import { RunStore, type NewRun, type RunLease } from './run-store';
import { RunWatchStore } from './run-watch-store';
import { createStudioStores } from './studio-stores';

const {
  studio: { runs, sessions, watches },
  close,
} = localCloudStores();
afterAll(close);

const inSeconds = (seconds: number): string =>
  new Date(Date.now() + seconds * 1_000).toISOString();
const aLease = (seconds = 60): RunLease => ({
  token: randomUUID(),
  until: inSeconds(seconds),
});

async function created(waitSeconds = 60): Promise<Run> {
  const session = aSession();
  const question = aQuestion(session);
  const fresh = aRun(session, question);
  await runs.create(
    [fresh],
    { session, isNew: true, question, historyDays: 90 },
    inSeconds(waitSeconds),
  );
  return fresh.run;
}

async function claimed(): Promise<{ run: Run; lease: RunLease }> {
  const run = await created();
  const lease = aLease();
  await runs.claim(run.runId, lease);
  return { run, lease };
}

const completed = (runId: string, seq: number): RunEvent => ({
  runId,
  seq,
  type: 'completed',
  costNanoUsd: 7,
  totalMs: 10,
  stopReason: 'end_turn',
});

describe(RunStore.name, () => {
  it('brings runs, session and question into being together, or nothing of them', async () => {
    const session = aSession();
    const question = aQuestion(session);
    const [one, two] = [aRun(session, question), aRun(session, question)];
    const change = { session, isNew: true, question, historyDays: 90 };
    await runs.create([one, two], change, inSeconds(60));
    expect(await runs.get(one.run.runId)).toEqual(one.run);
    expect(await runs.read(two.run.runId)).toMatchObject({
      assignment: two.assignment,
    });
    expect(await sessions.get(session.sessionId)).toEqual({
      ...session,
      messages: 1,
    });
    const other: NewRun = aRun(session, question);
    await expect(
      runs.create(
        [other, one],
        { ...change, isNew: false, question: aQuestion(session) },
        inSeconds(60),
      ),
    ).rejects.toBeInstanceOf(Conflict);
    expect(await runs.get(other.run.runId)).toBeUndefined();
    expect(await sessions.messages(session.sessionId)).toEqual([question]);
    const { items } = await runs.listByUser(session.userId, { limit: 10 });
    expect(items.map(({ runId }) => runId).sort()).toEqual(
      [one.run.runId, two.run.runId].sort(),
    );
  });

  it('comes into being although another transaction is in the way', async () => {
    const { connections, tables } = localCloud();
    let refusals = 2;
    const transact = connections.database.transact.bind(connections.database);
    connections.database.transact = async (writes) => {
      refusals -= 1;
      return refusals < 0 && (await transact(writes));
    };
    const studio = createStudioStores(tables, connections);
    const session = aSession();
    const question = aQuestion(session);
    const fresh = aRun(session, question);
    await studio.runs.create(
      [fresh],
      { session, isNew: true, question, historyDays: 90 },
      inSeconds(60),
    );
    connections.close();
    expect(refusals).toBe(-1);
    expect(await runs.get(fresh.run.runId)).toEqual(fresh.run);
  });

  it('is claimed by one process, which may ask again', async () => {
    const { runId } = await created();
    const leases = Array.from({ length: 8 }, () => aLease());
    const claims = await Promise.all(
      leases.map((lease) => runs.claim(runId, lease)),
    );
    const winners = leases.filter((_, i) => claims[i] !== undefined);
    expect(winners).toHaveLength(1);
    for (const lease of winners)
      expect((await runs.claim(runId, lease))?.run.status).toBe('RUNNING');
  });

  it('keeps a log without gaps, whatever asks to stop in between', async () => {
    const { run, lease } = await claimed();
    const { runId } = run;
    const stops = Array.from({ length: 10 }, () => runs.requestStop(runId));
    for (let seq = 1; seq <= 10; seq += 2)
      await runs.append(
        runId,
        [delta(runId, seq), delta(runId, seq + 1)],
        lease,
      );
    await Promise.all(stops);
    // As after a lost reply.
    await runs.append(runId, [delta(runId, 9), delta(runId, 10)], lease);
    expect(await runs.eventsAfter(runId, 3)).toEqual(
      [4, 5, 6, 7, 8, 9, 10].map((seq) => delta(runId, seq)),
    );
    expect(await runs.get(runId)).toMatchObject({
      lastSeq: 10,
      stopRequested: true,
    });
    await expect(
      runs.append(runId, [delta(runId, 12)], lease),
    ).rejects.toBeInstanceOf(Fenced);
  });

  it('takes more events at once than a transaction does', async () => {
    const { run, lease } = await claimed();
    const events = Array.from({ length: 120 }, (_, i) =>
      delta(run.runId, i + 1),
    );
    await runs.append(run.runId, events, lease);
    expect(await runs.eventsAfter(run.runId, 0)).toEqual(events);
  });

  it('ends once, and takes nothing more', async () => {
    const { run, lease } = await claimed();
    const { runId } = run;
    const end = [delta(runId, 1), completed(runId, 2)];
    const outcome = { status: 'COMPLETED' as const, costNanoUsd: 7 };
    await runs.finish(run, end, outcome, lease);
    await runs.finish(run, end, outcome, lease);
    expect(await runs.get(runId)).toMatchObject({ ...outcome, lastSeq: 2 });
    expect(await runs.eventsAfter(runId, 0)).toEqual(end);
    await expect(
      runs.append(runId, [delta(runId, 3)], lease),
    ).rejects.toBeInstanceOf(Fenced);
    await expect(runs.renew(runId, lease)).rejects.toBeInstanceOf(Fenced);
    expect(await runs.requestStop(runId)).toMatchObject({
      stopRequested: false,
    });
    expect((await runs.read(runId))?.leaseUntil).toBeUndefined();
  });

  it('lets one process take over what nobody answers for, and fences the old one', async () => {
    const run = await created(-5);
    const { runId } = run;
    const old = aLease(-1);
    await runs.claim(runId, old);
    await runs.append(runId, [delta(runId, 1)], old);
    const listed = await runs.expired(new Date().toISOString());
    expect(listed.map((each) => each.run.runId)).toContain(runId);
    const leases = [aLease(), aLease(), aLease()];
    const taken = await Promise.all(
      leases.map((lease) => runs.takeOver(runId, old.until, lease)),
    );
    expect(taken.filter((each) => each !== undefined)).toHaveLength(1);
    await expect(
      runs.append(runId, [delta(runId, 2)], old),
    ).rejects.toBeInstanceOf(Fenced);
    const winner = leases[taken.findIndex((each) => each !== undefined)];
    if (winner === undefined) throw new Error('nobody took it over');
    await runs.finish(
      run,
      [completed(runId, 2)],
      { status: 'FAILED', costNanoUsd: 0 },
      winner,
    );
    const still = await runs.expired(inSeconds(3_600));
    expect(still.map((each) => each.run.runId)).not.toContain(runId);
  });

  it('takes over a run that was never claimed', async () => {
    const { runId } = await created(-5);
    const before = (await runs.read(runId))?.leaseUntil ?? '';
    expect(await runs.takeOver(runId, before, aLease())).toMatchObject({
      run: { status: 'RUNNING' },
    });
    expect(await runs.claim(runId, aLease())).toBeUndefined();
  });
});

describe(RunWatchStore.name, () => {
  it('tells the watchers of a run apart from its events', async () => {
    const { run, lease } = await claimed();
    const { runId } = run;
    await runs.append(runId, [delta(runId, 1)], lease);
    await watches.add(runId, 'one=');
    await watches.add(runId, 'two=');
    await watches.add(runId, 'two=');
    expect(await watches.ofRun(runId)).toEqual(['one=', 'two=']);
    await watches.remove(runId, 'one=');
    await watches.remove(runId, 'one=');
    expect(await watches.ofRun(runId)).toEqual(['two=']);
    expect(await runs.eventsAfter(runId, 0)).toHaveLength(1);
    expect(await watches.ofRun(randomUUID())).toEqual([]);
  });
});
