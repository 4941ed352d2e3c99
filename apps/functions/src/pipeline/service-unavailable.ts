import {
  AppError,
  ModelThrottled,
  ModelUnavailable,
} from '@plot-palette/domain';

/** A store or another service could not answer now. Its name is one of those that the state machine retries. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
}

const TRANSIENT_NAMES: ReadonlySet<string> = new Set([
  'InternalServerError',
  'NetworkingError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'SlowDown',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionConflictException',
]);
const TRANSIENT_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);
const FIRST_SERVER_ERROR = 500;

/** What the state machine is told of an error: what a repetition may mend gets a name that it retries, all else keeps its own. */
export function stageError(error: unknown): unknown {
  if (error instanceof ModelThrottled || error instanceof ModelUnavailable)
    return error;
  if (error instanceof AppError ? error.retryable : isTransient(error))
    return new ServiceUnavailable(
      error instanceof Error ? `${error.name}: ${error.message}` : 'No answer.',
      { cause: error },
    );
  return error;
}

/** Errors of the SDK and of the connections under it. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata } = error as {
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  return (
    TRANSIENT_NAMES.has(error.name) ||
    (typeof code === 'string' && TRANSIENT_CODES.has(code)) ||
    ($metadata?.httpStatusCode ?? 0) >= FIRST_SERVER_ERROR
  );
}
