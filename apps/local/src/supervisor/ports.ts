import { createServer } from 'node:net';
import { once } from 'node:events';
import { StartFailure } from '../start-failure';
import { type DEFAULT_PORTS } from '../command-line';

export type Ports = typeof DEFAULT_PORTS;

const FLAGS: Readonly<Record<keyof Ports, string>> = {
  frontDoor: '--port',
  emulator: '--emulator-port',
  model: '--model-port',
};

/** Checks the wanted ports, and chooses a free one wherever 0 is wanted. @throws StartFailure when one is taken. */
export async function choosePorts(wanted: Ports): Promise<Ports> {
  const [frontDoor, emulator, model] = await Promise.all([
    choosePort('frontDoor', wanted.frontDoor),
    choosePort('emulator', wanted.emulator),
    choosePort('model', wanted.model),
  ]);
  return { frontDoor, emulator, model };
}

async function choosePort(part: keyof Ports, wanted: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    throw new StartFailure(
      `port ${wanted} is taken`,
      `Stop what listens there, give another one with ${FLAGS[part]} N, or take free ones with --ports auto.`,
      { cause: error },
    );
  }
  const address = server.address();
  const closed = once(server, 'close');
  server.close();
  await closed;
  return typeof address === 'object' && address !== null
    ? address.port
    : wanted;
}
