/** What went wrong, in words that every layer maps for itself (status codes in the API, retry or stop in the worker). */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'CONFLICT'
  | 'BUDGET_TOO_SMALL'
  | 'BUDGET_EXCEEDED'
  | 'MODEL_THROTTLED'
  | 'MODEL_UNAVAILABLE'
  | 'MODEL_REFUSED'
  | 'CHECKPOINT_CONFLICT'
  | 'FENCED';

/** One thing that is wrong with an input: where it is and what to do about it. */
export interface Issue {
  /** Dotted path, file and row, or line and column: whatever leads the user to the place. */
  readonly where: string;
  readonly message: string;
}

export interface AppErrorOptions {
  readonly cause?: unknown;
  readonly retryable?: boolean;
  readonly issues?: readonly Issue[];
}

/** The one family of expected errors. Anything else that is thrown is a defect. */
export abstract class AppError extends Error {
  abstract readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly issues: readonly Issue[];

  constructor(
    message: string,
    { cause, retryable = false, issues = [] }: AppErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.retryable = retryable;
    this.issues = issues;
  }
}

export class InvalidInput extends AppError {
  readonly code = 'INVALID_INPUT';
}

/** Also thrown where the caller may not know that the thing exists. */
export class NotFound extends AppError {
  readonly code = 'NOT_FOUND';
}

export class Forbidden extends AppError {
  readonly code = 'FORBIDDEN';
}

export class Conflict extends AppError {
  readonly code = 'CONFLICT';
}

/** The budget cannot pay for the closing cost and a single record. */
export class BudgetTooSmall extends AppError {
  readonly code = 'BUDGET_TOO_SMALL';
  readonly minimumNanoUsd: number;

  constructor(
    message: string,
    options: AppErrorOptions & { minimumNanoUsd: number },
  ) {
    super(message, options);
    this.minimumNanoUsd = options.minimumNanoUsd;
  }
}

/** The ledger has nothing left to grant. */
export class BudgetExceeded extends AppError {
  readonly code = 'BUDGET_EXCEEDED';
}

export class ModelThrottled extends AppError {
  readonly code = 'MODEL_THROTTLED';
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: AppErrorOptions & { retryAfterMs?: number | undefined } = {},
  ) {
    super(message, { ...options, retryable: true });
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Time-outs, resets and server errors: the call may or may not have been billed. */
export class ModelUnavailable extends AppError {
  readonly code = 'MODEL_UNAVAILABLE';

  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, { ...options, retryable: true });
  }
}

/** The model service refused the request itself (validation, access): asking again cannot help. */
export class ModelRefused extends AppError {
  readonly code = 'MODEL_REFUSED';
}

/** Somebody else wrote the checkpoint; reload, merge and try again. */
export class CheckpointConflict extends AppError {
  readonly code = 'CHECKPOINT_CONFLICT';

  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, { ...options, retryable: true });
  }
}

/** A younger worker owns the shard: write nothing more. */
export class Fenced extends AppError {
  readonly code = 'FENCED';
}
