import type { SocketTicket } from '@plot-palette/domain';

export interface SocketPort {
  send(text: string): void;
  /** After it nothing is heard any more. */
  close(): void;
}

export interface SocketHandlers {
  opened(): void;
  heard(data: unknown): void;
  closed(): void;
}

export interface StreamPort {
  /** After it nothing is heard any more. */
  close(): void;
}

export interface StreamHandlers {
  heard(data: unknown): void;
  /** The browser does not open it again by itself. */
  ended(): void;
}

/** What a connection needs of the world: tests put their own in its place. */
export interface RunPorts {
  ticket(): Promise<SocketTicket>;
  /** The address of one run's event stream. */
  eventsUrl(runId: string): Promise<string>;
  openSocket(url: string, handlers: SocketHandlers): SocketPort;
  openStream(url: string, handlers: StreamHandlers): StreamPort;
  /** From 0 to 1: spreads the reconnects of many clients. */
  random(): number;
}
