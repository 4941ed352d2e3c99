import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { choosePorts } from './ports';

describe(choosePorts.name, () => {
  let server: Server;
  let taken: number;

  beforeAll(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    taken = typeof address === 'object' && address !== null ? address.port : 0;
  });

  afterAll(() => server.close());

  it('takes three different free ports', async () => {
    const ports = Object.values(
      await choosePorts({ frontDoor: 0, emulator: 0, model: 0 }),
    );
    expect(new Set(ports).size).toBe(3);
    expect(ports).not.toContain(0);
  });

  it('names the port that is taken and the option that changes it', async () => {
    await expect(
      choosePorts({ frontDoor: 0, emulator: taken, model: 0 }),
    ).rejects.toMatchObject({
      message: `port ${taken} is taken`,
      advice: expect.stringContaining('--emulator-port'),
    });
  });
});
