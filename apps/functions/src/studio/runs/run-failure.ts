import {
  InvalidInput,
  ModelRefused,
  ModelThrottled,
  ModelUnavailable,
  NotFound,
  type RunFailure,
  type RunFailureKind,
} from '@plot-palette/domain';

const MESSAGES: Readonly<Record<RunFailureKind, string>> = {
  THROTTLED:
    'The model is busy and did not take the request. Try again in a minute, or choose another model.',
  MODEL_UNAVAILABLE:
    'The model could not finish the answer. Regenerate it, or choose another model.',
  MODEL_REFUSED:
    'The model does not take this request. Check that the model may be used in this account, and its parameters.',
  INPUT_TOO_LONG:
    'The conversation is too long for the model. Start a new session, shorten the message or choose a model with a larger window.',
  CONTENT_FILTERED:
    'The model’s content filter ended the answer. Put the message in other words.',
  BUDGET_EXCEEDED:
    'This month’s budget does not cover what the answer may cost. Ask for fewer tokens, choose a cheaper model or wait for the next month.',
  TIME_OUT:
    'The answer took longer than the project allows. Continue it, or raise the time-out in the project’s settings.',
  INTERRUPTED:
    'The process that wrote the answer is gone. What it had written is kept: continue or regenerate it.',
  INTERNAL: 'Something went wrong on our side. Try again.',
};

export function runFailure(kind: RunFailureKind, message?: string): RunFailure {
  return { kind, message: message ?? MESSAGES[kind] };
}

const TOO_LONG = /too long|too many (input )?tokens|context (length|window)/i;

/** What a run tells people about an error. */
export function failureOf(error: unknown): RunFailure {
  if (error instanceof ModelThrottled) return runFailure('THROTTLED');
  if (error instanceof ModelUnavailable) return runFailure('MODEL_UNAVAILABLE');
  if (error instanceof ModelRefused)
    return runFailure(
      TOO_LONG.test(error.message) ? 'INPUT_TOO_LONG' : 'MODEL_REFUSED',
    );
  if (error instanceof InvalidInput && TOO_LONG.test(error.message))
    return runFailure('INPUT_TOO_LONG', error.message);
  // Something that the run names was deleted after it was admitted.
  if (error instanceof InvalidInput || error instanceof NotFound)
    return runFailure('INTERNAL', error.message);
  return runFailure('INTERNAL');
}
