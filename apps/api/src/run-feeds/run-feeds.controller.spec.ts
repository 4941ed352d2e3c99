import type { SocketTicket } from '@plot-palette/domain';
import { RunningApi, STRANGER, USER } from '../testing/running-api.fixture';
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
});
