import type { ModelAnswer } from '../model-backend';
import type { ModelRequest } from '../model-request';
import { toolUseId, wireStopReason, wireUsage } from './converse-reply';
import { eventFrame } from './event-frame';

/** Writes one ConverseStream: start, content deltas, stop, metadata, in the order that AWS documents. */
export class ConverseStreamWriter {
  private started = false;
  private blockOpen = false;

  constructor(
    private readonly request: ModelRequest,
    private readonly write: (frame: Uint8Array) => void,
  ) {}

  text(text: string): void {
    this.openBlock();
    const delta =
      this.request.tool === undefined ? { text } : { toolUse: { input: text } };
    this.event('contentBlockDelta', { contentBlockIndex: 0, delta });
  }

  finish(answer: ModelAnswer, latencyMs: number): void {
    this.start();
    if (this.blockOpen)
      this.event('contentBlockStop', { contentBlockIndex: 0 });
    this.event('messageStop', {
      stopReason: wireStopReason(this.request, answer),
    });
    this.event('metadata', {
      metrics: { latencyMs },
      usage: wireUsage(answer.usage),
    });
  }

  private start(): void {
    if (this.started) return;
    this.started = true;
    this.event('messageStart', { role: 'assistant' });
  }

  private openBlock(): void {
    if (this.blockOpen) return;
    this.start();
    this.blockOpen = true;
    // AWS opens a text block with its first delta; only tool blocks are announced.
    if (this.request.tool === undefined) return;
    this.event('contentBlockStart', {
      contentBlockIndex: 0,
      start: { toolUse: { toolUseId: toolUseId(), name: this.request.tool } },
    });
  }

  private event(type: string, payload: object): void {
    this.write(eventFrame(type, payload));
  }
}
