import {
  BudgetExceeded,
  InvalidInput,
  ModelRefused,
  ModelThrottled,
  ModelUnavailable,
  type AnswerMessage,
  type RunFailureKind,
} from '@plot-palette/domain';
import { ServiceUnavailable } from './service-unavailable';

/** The chat gave no whole answer, and asking again would pay for the same end. */
export class ChatFailed extends Error {
  override readonly name = 'ChatFailed';
}

const FAILURES: Readonly<Record<RunFailureKind, (message: string) => Error>> = {
  THROTTLED: (message) => new ModelThrottled(message),
  MODEL_UNAVAILABLE: (message) => new ModelUnavailable(message),
  MODEL_REFUSED: (message) => new ModelRefused(message),
  CONTENT_FILTERED: (message) => new ModelRefused(message),
  INPUT_TOO_LONG: (message) => new InvalidInput(message),
  BUDGET_EXCEEDED: (message) => new BudgetExceeded(message),
  // Its process is gone; another one may see it through.
  INTERRUPTED: (message) => new ServiceUnavailable(message),
  TIME_OUT: (message) => new ChatFailed(message),
  INTERNAL: (message) => new ChatFailed(message),
};

/** The error by whose name the state machine decides whether the chat is asked again. */
export function chatFailure({ status, failure }: AnswerMessage): Error {
  if (failure !== undefined) return FAILURES[failure.kind](failure.message);
  return new ChatFailed(
    status === 'STOPPED'
      ? 'The run was stopped in the studio. What it had written is in its session.'
      : `The run ended ${status} without a reason.`,
  );
}
