import type { Params } from 'nestjs-pino';

/** One JSON line a request. No headers, queries or bodies: they hold tokens, prompts and names. */
export function requestLogging(level: string): Params {
  return {
    pinoHttp: {
      level,
      genReqId: ({ id }) => id,
      serializers: {
        req: ({
          id,
          method,
          url,
        }: {
          id: string;
          method: string;
          url: string;
        }) => ({
          id,
          method,
          path: url.split('?', 1)[0],
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
      customSuccessMessage: () => 'http.request.completed',
      customErrorMessage: () => 'http.request.completed',
    },
  };
}
