import { eventStreamSchema, runEventSchema } from '@plot-palette/domain';
import { EventSource, type FetchLike } from 'eventsource';
import type { Api } from '../harness/api';
import { drawBelow } from '../harness/draws';
import { HeardRun } from './heard-run';

/** What the server says to an EventSource that has everything. */
const NOTHING_MORE = 204;
const MOST_BYTES = 1_500;

/** Follows one run over an event stream that breaks now and then; the EventSource itself goes on where it was. */
export class StreamWatcher {
  breaks = 0;
  /** Also before the end: then the rest stays unheard. */
  close: () => void = () => undefined;

  constructor(
    private readonly api: Api,
    private readonly draw: () => number,
    /** How many answers break off. */
    private breaksLeft: number,
  ) {}

  /** Resolves when the server has said that nothing follows. */
  async watch(runId: string): Promise<HeardRun> {
    const path = `/runs/${runId}/event-token`;
    const { url } = await this.api.expect(eventStreamSchema, 'POST', path);
    const heard = new HeardRun(runId);
    const source = new EventSource(url, { fetch: this.fetch });
    source.onmessage = ({ data }) =>
      heard.hear(runEventSchema.parse(JSON.parse(String(data))));
    await new Promise<void>((resolve, reject) => {
      this.close = () => {
        source.close();
        resolve();
      };
      source.onerror = ({ code, message }) => {
        // Otherwise it connects again by itself.
        if (source.readyState !== EventSource.CLOSED) return;
        if (code === NOTHING_MORE) resolve();
        else reject(new Error(`the stream ended with ${code}: ${message}`));
      };
    });
    return heard;
  }

  private readonly fetch: FetchLike = async (address, init) => {
    const response = await fetch(address, init);
    if (this.breaksLeft === 0 || response.body === null) return response;
    this.breaksLeft -= 1;
    const count = drawBelow(MOST_BYTES, this.draw);
    const part = firstBytes(count, () => (this.breaks += 1));
    return new Response(response.body.pipeThrough(part), response);
  };
}

/** Breaks off in the middle of whatever comes then. */
function firstBytes(
  count: number,
  onBreak: () => void,
): TransformStream<Uint8Array, Uint8Array> {
  let left = count;
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= chunk.length;
      if (left >= 0) return;
      onBreak();
      controller.error(new Error('the connection is gone'));
    },
  });
}
