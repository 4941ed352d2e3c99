import type { SocketMessage, SocketTicket } from '@plot-palette/domain';
import type {
  RunPorts,
  SocketHandlers,
  SocketPort,
  StreamHandlers,
  StreamPort,
} from './run-ports';

class FakeSocket implements SocketPort {
  readonly said: unknown[] = [];
  isClosed = false;
  readonly #handlers: SocketHandlers;

  constructor(handlers: SocketHandlers) {
    this.#handlers = handlers;
  }

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  close(): void {
    this.isClosed = true;
  }

  open(): void {
    this.#handlers.opened();
  }

  tell(message: SocketMessage): void {
    this.tellText(JSON.stringify(message));
  }

  tellText(data: string): void {
    if (!this.isClosed) this.#handlers.heard(data);
  }

  break(): void {
    if (!this.isClosed) this.#handlers.closed();
  }
}

class FakeStream implements StreamPort {
  isClosed = false;
  readonly #handlers: StreamHandlers;

  constructor(handlers: StreamHandlers) {
    this.#handlers = handlers;
  }

  close(): void {
    this.isClosed = true;
  }

  tell(message: SocketMessage): void {
    if (!this.isClosed) this.#handlers.heard(JSON.stringify(message));
  }

  end(): void {
    if (!this.isClosed) this.#handlers.ended();
  }
}

/** A world in which a test opens, breaks and talks through the sockets and streams. */
export class FakeWorld implements RunPorts {
  readonly sockets: FakeSocket[] = [];
  readonly streams: FakeStream[] = [];
  tickets = 0;
  hasSockets = true;
  hasStreams = true;

  get socket(): FakeSocket {
    return last(this.sockets);
  }

  get stream(): FakeStream {
    return last(this.streams);
  }

  async ticket(): Promise<SocketTicket> {
    this.tickets += 1;
    if (!this.hasSockets) throw new Error('no tickets');
    const ticket = `t${this.tickets}`;
    return { ticket, url: `wss://sockets.example/?ticket=${ticket}` };
  }

  async eventsUrl(runId: string): Promise<string> {
    if (!this.hasStreams) throw new Error('no tokens');
    return `https://events.example/?run=${runId}`;
  }

  openSocket(_url: string, handlers: SocketHandlers): SocketPort {
    return added(this.sockets, new FakeSocket(handlers));
  }

  openStream(_url: string, handlers: StreamHandlers): StreamPort {
    return added(this.streams, new FakeStream(handlers));
  }

  random(): number {
    return 0;
  }
}

function added<Item>(items: Item[], item: Item): Item {
  items.push(item);
  return item;
}

function last<Item>(items: readonly Item[]): Item {
  const item = items.at(-1);
  if (item === undefined) throw new Error('Nothing was opened yet.');
  return item;
}
