import { z } from 'zod';
import { timestampSchema, uuidSchema } from '../identifier';
import { runEventSchema } from './run-event';

/** What a client says on its socket. */
export const socketRequestSchema = z.discriminatedUnion('action', [
  /** Sends the events after `lastSeq`, then each new one. */
  z.strictObject({
    action: z.literal('watch'),
    runId: uuidSchema,
    lastSeq: z.number().int().nonnegative().default(0),
  }),
  z.strictObject({ action: z.literal('unwatch'), runId: uuidSchema }),
  /** Ends the generation; leaving the socket does not. */
  z.strictObject({ action: z.literal('stop'), runId: uuidSchema }),
  /** Answered by `heartbeat`; keeps an idle socket open. */
  z.strictObject({ action: z.literal('ping') }),
]);
export type SocketRequest = z.infer<typeof socketRequestSchema>;

/** What a client is told on its socket: events of the runs it watches, and answers to what it said. */
export const socketMessageSchema = z.union([
  runEventSchema,
  z.strictObject({ type: z.literal('heartbeat') }),
  z.strictObject({
    type: z.literal('refused'),
    /** The action that was refused, as far as it could be read. */
    action: z.string(),
    runId: uuidSchema.optional(),
    message: z.string(),
  }),
]);
export type SocketMessage = z.infer<typeof socketMessageSchema>;

/** `POST /runs/tickets`: opens one socket (`?ticket=…`) within a minute, once. */
export const socketTicketSchema = z.strictObject({
  ticket: z.string(),
  /** The socket's address, ticket included. */
  url: z.string(),
});
export type SocketTicket = z.infer<typeof socketTicketSchema>;

/** `POST /runs/{runId}/event-token`: the address of that one run's event stream, for an `EventSource`. */
export const eventStreamSchema = z.strictObject({
  /** Token included; anybody who has it can read this run, and nothing else. */
  url: z.string(),
  /** The latest moment at which it can work; it ends five minutes after the run does. */
  expiresAt: timestampSchema,
});
export type EventStream = z.infer<typeof eventStreamSchema>;
