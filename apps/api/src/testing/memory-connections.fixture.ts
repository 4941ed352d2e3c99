import type { ConnectionStore, StreamToken } from '@plot-palette/stores';

/** What the API asks of the store of connections: secrets to hand out. */
export class MemoryConnections implements Pick<
  ConnectionStore,
  'issueTicket' | 'issueStreamToken' | 'countOpen'
> {
  readonly tickets = new Map<string, string>();
  readonly streamTokens = new Map<string, StreamToken>();

  /** User ids of whose sockets are open. */
  readonly open: string[] = [];

  async issueTicket(userId: string): Promise<string> {
    const ticket = `ticket-${this.tickets.size + 1}`;
    this.tickets.set(ticket, userId);
    return ticket;
  }

  async issueStreamToken(token: StreamToken): Promise<string> {
    const secret = `token-${this.streamTokens.size + 1}`;
    this.streamTokens.set(secret, token);
    return secret;
  }

  async countOpen(userId?: string): Promise<number> {
    return this.open.filter((each) => each === (userId ?? each)).length;
  }
}
