import { runEventSchema, type RunEvent } from '@plot-palette/domain';
import { backoffMs } from './backoff';
import { jsonOf } from './json-of';
import type { RunPorts, StreamPort } from './run-ports';

const GIVE_UP_AFTER = 6;

export interface StreamListener {
  heard(event: RunEvent): void;
  /** The run's events cannot be had. */
  lost(runId: string): void;
}

interface Stream {
  failures: number;
  source?: StreamPort;
  timer?: ReturnType<typeof setTimeout>;
}

/** One event stream for each run, where no socket can be opened. The browser resumes it by the id of its last event. */
export class EventStreams {
  readonly #ports: RunPorts;
  readonly #listener: StreamListener;
  readonly #streams = new Map<string, Stream>();

  constructor(ports: RunPorts, listener: StreamListener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  open(runId: string): void {
    if (this.#streams.has(runId)) return;
    const stream: Stream = { failures: 0 };
    this.#streams.set(runId, stream);
    this.#connect(runId, stream);
  }

  close(runId: string): void {
    const stream = this.#streams.get(runId);
    this.#streams.delete(runId);
    stream?.source?.close();
    clearTimeout(stream?.timer);
  }

  closeAll(): void {
    for (const runId of [...this.#streams.keys()]) this.close(runId);
  }

  #connect(runId: string, stream: Stream): void {
    this.#ports.eventsUrl(runId).then(
      (url) => this.#listen(runId, stream, url),
      () => this.#failed(runId, stream),
    );
  }

  #listen(runId: string, stream: Stream, url: string): void {
    if (this.#streams.get(runId) !== stream) return;
    stream.source = this.#ports.openStream(url, {
      heard: (data) => this.#heard(stream, data),
      ended: () => this.#failed(runId, stream),
    });
  }

  #heard(stream: Stream, data: unknown): void {
    const event = runEventSchema.safeParse(jsonOf(data));
    if (!event.success) return;
    stream.failures = 0;
    this.#listener.heard(event.data);
  }

  #failed(runId: string, stream: Stream): void {
    if (this.#streams.get(runId) !== stream) return;
    stream.source?.close();
    stream.failures += 1;
    if (stream.failures >= GIVE_UP_AFTER) {
      this.close(runId);
      this.#listener.lost(runId);
      return;
    }
    const delayMs = backoffMs(stream.failures, this.#ports.random());
    stream.timer = setTimeout(() => this.#connect(runId, stream), delayMs);
  }
}
