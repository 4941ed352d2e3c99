/** Requests that a gateway let in by their AWS signature. */
export abstract class SignedRequests {
  /** ARN of the principal that signed the current request; undefined when no gateway has checked a signature. */
  abstract principal(): string | undefined;
}

/** Of a plain server, before which nobody checks signatures. */
export class NoSignedRequests extends SignedRequests {
  principal(): undefined {
    return undefined;
  }
}
