import { z } from 'zod';

const requestContext = <Type extends 'CONNECT' | 'MESSAGE' | 'DISCONNECT'>(
  eventType: Type,
) =>
  z.object({
    eventType: z.literal(eventType),
    connectionId: z.string().min(1),
  });

/** What API Gateway hands to the function behind the routes of a WebSocket API, as far as it is read. */
export const socketEventSchema = z.union([
  z.object({
    requestContext: requestContext('CONNECT'),
    queryStringParameters: z
      .object({ ticket: z.string().optional() })
      .nullish()
      .transform((parameters) => parameters ?? {}),
  }),
  z.object({
    requestContext: requestContext('MESSAGE'),
    body: z.string().nullish(),
  }),
  z.object({ requestContext: requestContext('DISCONNECT') }),
]);
export type SocketEvent = z.infer<typeof socketEventSchema>;
