/** The local cloud cannot go on; the user can do something about it. */
export class StartFailure extends Error {
  /** What to do about it, as a sentence. */
  readonly advice: string;

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartFailure';
    this.advice = advice;
  }
}
