import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
  readSocketFrame,
  socketTicketSchema,
  type SocketRequest,
} from '@plot-palette/domain';
import { WebSocket } from 'ws';
import type { Api } from '../harness/api';
import type { Break } from './break';
import { HeardRun } from './heard-run';

/** Nothing new for so long: what came last may be lost, or the run's process gone, so the rest is asked for. */
const QUIET_MS = 10_000;
const TRIES = 5;

/** Follows one run over a socket that breaks as planned, and goes on where it was. */
export class SocketWatcher {
  breaks = 0;
  /** Sockets that answered no ping. */
  replaced = 0;
  private socket: WebSocket | undefined;
  private heard: HeardRun | undefined;
  private isClosed = false;
  private isAnswered = true;
  private onEvent: (heard: HeardRun) => void = () => undefined;
  private finish: () => void = () => undefined;
  private fail: (error: unknown) => void = (error) => {
    throw error;
  };

  private constructor(
    private readonly api: Api,
    private readonly plan: Break[],
  ) {}

  static async open(api: Api, plan: readonly Break[]): Promise<SocketWatcher> {
    const watcher = new SocketWatcher(api, [...plan]);
    await watcher.connect();
    return watcher;
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Resolves when the run's last event has been heard. */
  async watch(
    runId: string,
    onEvent: (heard: HeardRun) => void,
  ): Promise<HeardRun> {
    const heard = (this.heard = new HeardRun(runId));
    this.onEvent = onEvent;
    let checkedSeq = -1;
    const timer = setInterval(() => {
      if (heard.lastSeq === checkedSeq) this.askAgain();
      checkedSeq = heard.lastSeq;
    }, QUIET_MS);
    try {
      await new Promise<void>((resolve, reject) => {
        this.finish = resolve;
        this.fail = reject;
        this.ask();
      });
    } finally {
      clearInterval(timer);
    }
    return heard;
  }

  say(request: SocketRequest): void {
    if (this.isOpen) this.socket?.send(JSON.stringify(request));
  }

  close(): void {
    this.isClosed = true;
    this.socket?.close();
    this.finish();
  }

  private ask(): void {
    if (this.heard === undefined || !this.isOpen) return;
    const { runId, lastSeq } = this.heard;
    this.say({ action: 'watch', runId, lastSeq });
    this.breakIfPlanned();
  }

  /** A socket that has not answered since is taken for dead, as the console does. */
  private askAgain(): void {
    if (!this.isOpen) return;
    if (this.isAnswered) {
      this.isAnswered = false;
      this.say({ action: 'ping' });
      this.ask();
    } else {
      this.replaced += 1;
      this.socket?.terminate();
    }
  }

  private async connect(): Promise<void> {
    const { url } = await this.api.expect(
      socketTicketSchema,
      'POST',
      '/runs/tickets',
    );
    const socket = new WebSocket(url);
    await once(socket, 'open');
    this.socket = socket;
    this.isAnswered = true;
    socket.on('message', (frame) => this.take(String(frame)));
    // Its `close` follows.
    socket.on('error', () => undefined);
    socket.once('close', () => this.lost(0));
    this.ask();
  }

  private take(frame: string): void {
    const { heard } = this;
    if (heard === undefined) return;
    this.isAnswered = true;
    for (const message of readSocketFrame(frame)) {
      // The rest of the frame does not arrive then.
      if (this.breakIfPlanned()) return;
      if (message.type === 'refused')
        this.fail(new Error(`refused: ${message.message}`));
      else if (message.type !== 'heartbeat') heard.hear(message);
      // Whoever broke off now, for what comes again in this frame, would wait for ever: there is nothing more to be told.
      if (heard.outcome !== undefined) break;
    }
    this.onEvent(heard);
    if (heard.outcome !== undefined) this.finish();
  }

  private breakIfPlanned(): boolean {
    const [next] = this.plan;
    const heardEvents = this.heard?.lastSeq ?? 0;
    if (next === undefined || heardEvents < next.afterEvents) return false;
    this.plan.shift();
    this.breaks += 1;
    const { socket } = this;
    socket?.removeAllListeners('close');
    if (next.how === 'CLOSED') socket?.close();
    else socket?.terminate();
    this.lost(next.awayMs);
    return true;
  }

  private lost(awayMs: number): void {
    this.socket?.removeAllListeners('message');
    this.socket = undefined;
    if (!this.isClosed) this.reconnect(awayMs).catch(this.fail);
  }

  private async reconnect(awayMs: number): Promise<void> {
    await pause(awayMs);
    for (let tries = 1; ; tries++) {
      try {
        return await this.connect();
      } catch (error) {
        if (tries === TRIES) throw error;
        await pause(500 * tries);
      }
    }
  }
}
