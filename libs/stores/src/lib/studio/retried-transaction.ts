import { TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { Conflict } from '@plot-palette/domain';
import { setTimeout as pause } from 'node:timers/promises';

const TRIES = 8;
const FIRST_PAUSE_MS = 15;

/**
 * Tries a transaction until it is written or `refused` says why it cannot be: DynamoDB also refuses one that merely met
 * another at the same row. `refused` throws what the caller is to be told, answers true when the rows show that the
 * transaction was written after all (by a try whose reply was lost), and false when trying again may help.
 * @throws Conflict when others were in the way every time.
 */
export async function retriedTransaction(
  transact: () => Promise<boolean>,
  refused: () => Promise<boolean>,
): Promise<void> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    if ((await transact()) || (await refused())) return;
    await pauseAfter(tries);
  }
  throw new Conflict(
    'Too many others are changing this at the same moment. Try again.',
  );
}

/** An update that meets a transaction at its row is refused by DynamoDB, and not tried again by the SDK. */
export async function afterTransactions<Result>(
  update: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await update();
    } catch (error) {
      if (!(error instanceof TransactionConflictException) || tries >= TRIES)
        throw error;
      await pauseAfter(tries);
    }
  }
}

function pauseAfter(tries: number): Promise<void> {
  return pause(Math.random() * FIRST_PAUSE_MS * 2 ** tries);
}
