import { once } from 'node:events';
import {
  endsRun,
  eventStreamSchema,
  readSocketFrame,
  runEventSchema,
  socketTicketSchema,
  type RunEvent,
} from '@plot-palette/domain';
import { EventSource } from 'eventsource';
import { WebSocket } from 'ws';
import type { Studio } from './harness';

export const TRANSPORTS = ['WebSocket', 'SSE'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** Follows runs one after the other. */
export interface Follower {
  /** Resolves when the run is over. @returns when its first delta was there, in ms since 1970 */
  firstDeltaMs(runId: string): Promise<number>;
  close(): void;
}

export async function openFollower(
  transport: Transport,
  studio: Studio,
): Promise<Follower> {
  return transport === 'SSE' ? streamFollower(studio) : socketFollower(studio);
}

async function socketFollower({ api }: Studio): Promise<Follower> {
  const { url } = await api.expect(socketTicketSchema, 'POST', '/runs/tickets');
  const socket = new WebSocket(url);
  await once(socket, 'open');
  return {
    firstDeltaMs: (runId) =>
      heardBy((hear, fail) => {
        socket.removeAllListeners('message');
        socket.on('message', (frame) => {
          for (const message of readSocketFrame(String(frame)))
            if ('seq' in message) hear(message);
            else fail(new Error(`not asked for: ${message.type}`));
        });
        socket.send(JSON.stringify({ action: 'watch', runId }));
      }),
    close: () => socket.close(),
  };
}

function streamFollower({ api }: Studio): Follower {
  return {
    async firstDeltaMs(runId) {
      const path = `/runs/${runId}/event-token`;
      const { url } = await api.expect(eventStreamSchema, 'POST', path);
      const source = new EventSource(url);
      try {
        return await heardBy((hear) => {
          source.onmessage = ({ data }) =>
            hear(runEventSchema.parse(JSON.parse(String(data))));
        });
      } finally {
        source.close();
      }
    },
    close: () => undefined,
  };
}

function heardBy(
  listen: (
    hear: (event: RunEvent) => void,
    fail: (error: Error) => void,
  ) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let firstDeltaMs: number | undefined;
    listen((event) => {
      if (event.type === 'delta') firstDeltaMs ??= Date.now();
      if (!endsRun(event)) return;
      if (event.type === 'completed' && firstDeltaMs !== undefined)
        resolve(firstDeltaMs);
      else reject(new Error(`the run ended: ${JSON.stringify(event)}`));
    }, reject);
  });
}
