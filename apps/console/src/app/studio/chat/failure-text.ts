import type { RunFailure, RunFailureKind } from '@plot-palette/domain';

export interface FailureText {
  readonly title: string;
  readonly detail: string;
}

const TITLES: Record<RunFailureKind, string> = {
  THROTTLED: 'The model is busy',
  MODEL_UNAVAILABLE: 'The model cannot be reached',
  MODEL_REFUSED: 'The model did not accept this',
  INPUT_TOO_LONG: 'This is too long for the model',
  CONTENT_FILTERED: 'The answer was withheld',
  BUDGET_EXCEEDED: "This month's budget does not cover it",
  TIME_OUT: 'The answer took too long',
  INTERRUPTED: 'The answer was interrupted',
  INTERNAL: 'Something went wrong on our side',
};

/** A failed answer in words for people; the detail comes from who failed. */
export function failureText({ kind, message }: RunFailure): FailureText {
  return { title: TITLES[kind], detail: message };
}
