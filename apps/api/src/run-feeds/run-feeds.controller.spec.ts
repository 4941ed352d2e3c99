import type { EventStream, Problem, SocketTicket } from '@plot-palette/domain';
import {
  ADMIN,
  RunningApi,
  STRANGER,
  USER,
} from '../testing/running-api.fixture';
import { RunFeedsController } from './run-feeds.controller';

describe(RunFeedsController.name, () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await RunningApi.start();
  });
  afterAll(() => api.stop());

  it("issues a ticket of the caller's for the address of the sockets", async () => {
    for (const user of [USER, STRANGER]) {
      const { status, body } = await api.call<SocketTicket>(
        user,
        'POST',
        '/runs/tickets',
      );
      expect(status).toBe(201);
      expect(body.url).toBe(`wss://socket.example/live?ticket=${body.ticket}`);
      expect(api.studio.connections.tickets.get(body.ticket)).toBe(user);
    }
  });

  it('issues another one each time', async () => {
    const tickets = await Promise.all(
      [1, 2, 3].map(() =>
        api.call<SocketTicket>(USER, 'POST', '/runs/tickets'),
      ),
    );
    expect(new Set(tickets.map(({ body }) => body.ticket)).size).toBe(3);
  });

  const MINUTE_MS = 60_000;
  const openStream = <Body>(user: string, runId: string) =>
    api.call<Body>(user, 'POST', `/runs/${runId}/event-token`);

  it('gives out the address of an event stream, token included, for one run', async () => {
    const { runId } = api.studio.runs.add(USER);
    const { status, body } = await openStream<EventStream>(USER, runId);
    expect(status).toBe(201);
    const url = new URL(body.url);
    expect(url.origin).toBe('https://events.example');
    const token = api.studio.connections.streamTokens.get(
      url.searchParams.get('token') ?? '',
    );
    expect(token?.runId).toBe(runId);
    expect(Date.parse(body.expiresAt)).toBeGreaterThan(
      Date.now() + 15 * MINUTE_MS,
    );
  });

  it('ends the stream of a run five minutes after the run', async () => {
    const endedBefore = (minutes: number) =>
      api.studio.runs.add(USER, {
        status: 'COMPLETED',
        finishedAt: new Date(Date.now() - minutes * MINUTE_MS).toISOString(),
      });
    const recent = endedBefore(4);
    const { body } = await openStream<EventStream>(USER, recent.runId);
    expect(Date.parse(body.expiresAt)).toBe(
      Date.parse(recent.finishedAt ?? '') + 5 * MINUTE_MS,
    );
    const late = await openStream<Problem>(USER, endedBefore(6).runId);
    expect(late.status).toBe(409);
    expect(late.body.detail).toContain('session');
  });

  it('gives nobody the run of somebody else, administrators included', async () => {
    const { runId } = api.studio.runs.add(USER);
    for (const other of [STRANGER, ADMIN])
      expect((await openStream(other, runId)).status).toBe(404);
  });
});
