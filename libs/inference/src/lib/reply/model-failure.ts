import {
  ModelRefused,
  ModelThrottled,
  ModelUnavailable,
} from '@plot-palette/domain';
import { retryAfterMs } from './retry-after';

/**
 * A call that was sent, and no reply says what it used: there was none (time-out, reset, abort), or one of an error that the
 * model may have met after it had worked. It may have been billed in full.
 */
export class ModelReplyLost extends ModelUnavailable {}

/** The caller may not use the model, or it does not exist: that holds for every request. */
export class ModelAccessRefused extends ModelRefused {}

export type ModelFailure = ModelThrottled | ModelUnavailable | ModelRefused;

/** Failures before anything was sent, so that nothing was billed. The SDK may wrap them: the message keeps the code. */
const NEVER_SENT =
  /^CredentialsProviderError|\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)\b/;
const THROTTLED: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'TooManyRequestsException',
]);
/** The service's own word that it did not take the call. A gateway's 503 has no name, and says nothing. */
const NOT_TAKEN: ReadonlySet<string> = new Set([
  'ServiceUnavailableException',
  'ModelNotReadyException',
]);
/** ModelTimeoutException and ModelErrorException: the model had begun. */
const STATUS_REQUEST_TIMEOUT = 408;
const STATUS_FAILED_DEPENDENCY = 424;
const STATUS_TOO_MANY_REQUESTS = 429;

/** Translates what the SDK throws. Only a refusal is known not to have been billed (docs/decisions/0004). */
export function modelFailure(error: unknown): ModelFailure {
  const { name, message, status, retryAfter } = describe(error);
  const text = `${name}: ${message}`;
  const options = { cause: error };
  if (
    THROTTLED.has(name) ||
    (status === STATUS_TOO_MANY_REQUESTS && name !== 'ModelNotReadyException')
  )
    return new ModelThrottled(text, {
      ...options,
      retryAfterMs: retryAfterMs(retryAfter, Date.now()),
    });
  if (status === undefined && NEVER_SENT.test(text))
    return new ModelUnavailable(text, options);
  if (NOT_TAKEN.has(name)) return new ModelUnavailable(text, options);
  if (!isRefusal(status)) return new ModelReplyLost(text, options);
  return name === 'ValidationException'
    ? new ModelRefused(text, options)
    : new ModelAccessRefused(text, options);
}

function isRefusal(status: number | undefined): boolean {
  return (
    status !== undefined &&
    status >= 400 &&
    status < 500 &&
    status !== STATUS_REQUEST_TIMEOUT &&
    status !== STATUS_FAILED_DEPENDENCY
  );
}

/**
 * The same for what is thrown while a stream is read. The call was accepted before, so whatever ends it may have been billed,
 * except where the model says that the request itself was wrong or came too often.
 */
export function streamFailure(error: unknown): ModelFailure {
  const { name, message } = describe(error);
  const text = `${name}: ${message}`;
  if (THROTTLED.has(name)) return new ModelThrottled(text, { cause: error });
  return name === 'ValidationException'
    ? new ModelRefused(text, { cause: error })
    : new ModelReplyLost(text, { cause: error });
}

export function isModelFailure(error: unknown): error is ModelFailure {
  return (
    error instanceof ModelThrottled ||
    error instanceof ModelUnavailable ||
    error instanceof ModelRefused
  );
}

interface Described {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
}

function describe(error: unknown): Described {
  const fields = isFields(error) ? error : {};
  const metadata = isFields(fields['$metadata']) ? fields['$metadata'] : {};
  const response = isFields(fields['$response']) ? fields['$response'] : {};
  const headers = isFields(response['headers']) ? response['headers'] : {};
  const status = metadata['httpStatusCode'] ?? response['statusCode'];
  const retryAfter = headers['retry-after'];
  return {
    name: text(fields['name'], 'Error'),
    message: text(fields['message'], String(error)),
    status: typeof status === 'number' ? status : undefined,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
  };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
