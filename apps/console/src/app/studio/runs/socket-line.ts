import {
  socketMessageSchema,
  type SocketMessage,
  type SocketRequest,
} from '@plot-palette/domain';
import { backoffMs } from './backoff';
import { jsonOf } from './json-of';
import type { RunPorts, SocketPort } from './run-ports';

const OPENING_MS = 8_000;
/** A socket that never opened this often in a row will not: a proxy stands in its way. */
const GIVE_UP_AFTER = 2;

export interface LineListener {
  /** Open, for the first time or again: everything must be said anew. */
  opened(): void;
  heard(message: SocketMessage): void;
  /** Whether a broken line is to be mended. */
  isNeeded(): boolean;
  /** No socket can be opened from here. */
  unavailable(): void;
}

/** One socket that is opened again when it breaks, each time with a new ticket. */
export class SocketLine {
  readonly #ports: RunPorts;
  readonly #listener: LineListener;
  #socket: SocketPort | undefined;
  #isOpen = false;
  #isOpening = false;
  #wasOpen = false;
  #isAnswered = true;
  #failures = 0;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ports: RunPorts, listener: LineListener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  /** Does nothing when it is open or on its way to be. */
  open(): void {
    const isUnderWay = this.#socket !== undefined || this.#isOpening;
    if (isUnderWay || this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#isOpening = true;
    this.#ports.ticket().then(
      ({ url }) => this.#connect(url),
      () => this.#broken(),
    );
  }

  /** Lost when the line is not open; `opened` is the time to say it again. */
  say(request: SocketRequest): void {
    if (this.#isOpen) this.#socket?.send(JSON.stringify(request));
  }

  /** To be called while nothing comes: a line that did not answer since the last call is replaced. */
  probe(): void {
    if (!this.#isOpen) return;
    if (!this.#isAnswered) {
      this.#broken();
      return;
    }
    this.#isAnswered = false;
    this.say({ action: 'ping' });
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #connect(url: string): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => this.#broken(), OPENING_MS);
    this.#socket = this.#ports.openSocket(url, {
      opened: () => this.#opened(),
      heard: (data) => this.#heard(data),
      closed: () => this.#broken(),
    });
  }

  #opened(): void {
    clearTimeout(this.#timer);
    this.#isOpening = false;
    this.#isOpen = true;
    this.#wasOpen = true;
    this.#isAnswered = true;
    this.#failures = 0;
    this.#listener.opened();
  }

  #heard(data: unknown): void {
    this.#isAnswered = true;
    for (const line of String(data).split('\n')) {
      const message = socketMessageSchema.safeParse(jsonOf(line));
      // A newer server may say more than this page knows.
      if (message.success) this.#listener.heard(message.data);
    }
  }

  #broken(): void {
    if (this.#isClosed) return;
    this.#drop();
    this.#failures += 1;
    if (!this.#listener.isNeeded()) return;
    if (!this.#wasOpen && this.#failures >= GIVE_UP_AFTER) {
      this.#isClosed = true;
      this.#listener.unavailable();
      return;
    }
    const delayMs = backoffMs(this.#failures, this.#ports.random());
    this.#timer = setTimeout(() => this.open(), delayMs);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#socket = undefined;
    this.#isOpen = false;
    this.#isOpening = false;
  }
}
