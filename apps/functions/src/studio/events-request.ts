import { z } from 'zod';

const lastEventIdSchema = z.coerce
  .number()
  .int()
  .nonnegative()
  .default(0)
  // An id that is none of ours: from the beginning, and the client drops what it has.
  .catch(0);

/** What a function URL hands over, as far as it is read: names of headers are in lower case. */
export const eventsRequestSchema = z
  .object({
    queryStringParameters: z.object({ token: z.string().optional() }).nullish(),
    headers: z.object({ 'last-event-id': lastEventIdSchema }),
    requestContext: z.object({ http: z.object({ method: z.string() }) }),
  })
  .transform(({ queryStringParameters, headers, requestContext }) => ({
    token: queryStringParameters?.token,
    lastSeq: headers['last-event-id'],
    method: requestContext.http.method,
  }));
