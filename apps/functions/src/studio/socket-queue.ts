import { socketFrames, type SocketMessage } from '@plot-palette/domain';
import type { Delivery, Sockets } from './sockets';

/** Sends messages to one socket in their order, one frame at a time; what gathers meanwhile goes out together. */
export class SocketQueue {
  private waiting: SocketMessage[] = [];
  private sending: Promise<Delivery> | undefined;

  constructor(
    private readonly connectionId: string,
    private readonly sockets: Pick<Sockets, 'send'>,
  ) {}

  /** Resolves when nothing waits any more: all was sent, or what remained was given up with its last frame. */
  async add(messages: readonly SocketMessage[]): Promise<Delivery> {
    if (messages.length === 0) return 'sent';
    this.waiting.push(...messages);
    this.sending ??= this.sendAll();
    return this.sending;
  }

  private async sendAll(): Promise<Delivery> {
    let delivery: Delivery = 'sent';
    while (this.waiting.length > 0 && delivery === 'sent')
      delivery = await this.sendFrames(socketFrames(this.waiting.splice(0)));
    // In one step with the look at what waits: whoever adds now starts anew.
    this.waiting = [];
    this.sending = undefined;
    return delivery;
  }

  private async sendFrames(frames: readonly string[]): Promise<Delivery> {
    for (const frame of frames) {
      const delivery = await this.sockets.send(this.connectionId, frame);
      if (delivery !== 'sent') return delivery;
    }
    return 'sent';
  }
}
