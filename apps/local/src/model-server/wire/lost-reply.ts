import type { Usage } from '../model-backend';

/** The call was billed, but its reply never reaches the caller: a reset connection, or a caller who left. */
export class LostReply extends Error {
  override readonly name = 'LostReply';

  constructor(
    readonly reason: 'reset' | 'aborted',
    readonly billed: Usage,
  ) {
    super(
      reason === 'reset'
        ? 'The connection was reset after the call was billed.'
        : 'The caller left.',
    );
  }
}
