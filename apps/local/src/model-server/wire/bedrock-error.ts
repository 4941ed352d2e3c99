import type { Usage } from '../model-backend';

/** Statuses of Bedrock Runtime's exceptions: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_Errors */
const STATUS_BY_NAME = {
  ValidationException: 400,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ModelTimeoutException: 408,
  ModelErrorException: 424,
  ModelStreamErrorException: 424,
  ThrottlingException: 429,
  InternalServerException: 500,
  ServiceUnavailableException: 503,
} as const;

export type BedrockErrorName = keyof typeof STATUS_BY_NAME;

export interface BedrockErrorOptions {
  readonly cause?: unknown;
  /** Sent as the `Retry-After` header. */
  readonly retryAfterSeconds?: number | undefined;
  /** What the failed call cost all the same. */
  readonly billed?: Usage;
}

/** An error in Bedrock's words: answered with its status and name, or as an exception frame once a stream is open. */
export class BedrockError extends Error {
  override readonly name: BedrockErrorName;
  readonly retryAfterSeconds: number | undefined;
  readonly billed: Usage | undefined;

  constructor(
    name: BedrockErrorName,
    message: string,
    options: BedrockErrorOptions = {},
  ) {
    super(
      message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = name;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.billed = options.billed;
  }

  get status(): number {
    return STATUS_BY_NAME[this.name];
  }

  /** The name as it stands in an event stream's `:exception-type` header. */
  get eventName(): string {
    return this.name.charAt(0).toLowerCase() + this.name.slice(1);
  }
}

/** The caller's request is wrong; `message` says where and what to do. */
export function invalid(message: string): BedrockError {
  return new BedrockError('ValidationException', message);
}
