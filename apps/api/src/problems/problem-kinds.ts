import type { ErrorCode } from '@plot-palette/domain';

interface ProblemKind {
  readonly kind: string;
  readonly status: number;
  readonly title: string;
}

/**
 * The one place where the domain's errors become status codes. Input that is wrong, in its shape or in its meaning, is 400
 * with issues; 422 is only for a request that would be right with more money.
 */
export const PROBLEM_OF_CODE: Record<ErrorCode, ProblemKind> = {
  INVALID_INPUT: {
    kind: 'invalid-input',
    status: 400,
    title: 'The request is not valid',
  },
  NOT_FOUND: { kind: 'not-found', status: 404, title: 'Not found' },
  FORBIDDEN: { kind: 'forbidden', status: 403, title: 'Not allowed' },
  CONFLICT: {
    kind: 'conflict',
    status: 409,
    title: 'The state of the resource does not allow it',
  },
  CHECKPOINT_CONFLICT: {
    kind: 'conflict',
    status: 409,
    title: 'Somebody else changed it at the same time',
  },
  FENCED: {
    kind: 'conflict',
    status: 409,
    title: 'Somebody else changed it at the same time',
  },
  BUDGET_TOO_SMALL: {
    kind: 'budget-too-small',
    status: 422,
    title: 'The budget is too small',
  },
  BUDGET_EXCEEDED: {
    kind: 'budget-exceeded',
    status: 409,
    title: 'The budget is used up',
  },
  MODEL_REFUSED: {
    kind: 'model-refused',
    status: 400,
    title: 'The model refuses the request',
  },
  MODEL_THROTTLED: {
    kind: 'model-throttled',
    status: 503,
    title: 'The model is busy',
  },
  MODEL_UNAVAILABLE: {
    kind: 'model-unavailable',
    status: 503,
    title: 'The model cannot be reached',
  },
};

/** Errors that come from HTTP itself: routing, parsing, authentication. */
export const PROBLEM_OF_STATUS: Readonly<Record<number, ProblemKind>> = {
  400: {
    kind: 'invalid-input',
    status: 400,
    title: 'The request is not valid',
  },
  401: {
    kind: 'unauthorized',
    status: 401,
    title: 'A valid access token is needed',
  },
  404: { kind: 'not-found', status: 404, title: 'Not found' },
  412: {
    kind: 'precondition-failed',
    status: 412,
    title: 'Somebody else changed it in between',
  },
  413: {
    kind: 'body-too-large',
    status: 413,
    title: 'The request body is too large',
  },
  415: {
    kind: 'unsupported-media-type',
    status: 415,
    title: 'The body has an unsupported type',
  },
  503: { kind: 'unavailable', status: 503, title: 'Try again in a moment' },
};

export const DEFECT: ProblemKind = {
  kind: 'internal',
  status: 500,
  title: 'Something went wrong on our side',
};
