import { randomUUID } from 'node:crypto';
import { Fenced } from '@plot-palette/domain';
import type { ClaimedRun } from '@plot-palette/stores';
import { tokensOfBytes } from '@plot-palette/inference';
import { concludeRun, openGrants, type Ending } from './conclude-run';
import type { EndDependencies } from './run-dependencies';
import { runFailure } from './run-failure';
import { leaseOf, RunWriter } from './run-writer';

/**
 * Ends a run whose process is gone, with the text that its log has and everything that was reserved for it. Safe to call
 * by anybody at any time: only one of many takes the run over, and none while its lease holds.
 * @returns whether this call ended it.
 */
export async function endExpiredRun(
  { run: { runId }, leaseUntil }: ClaimedRun,
  dependencies: EndDependencies,
): Promise<boolean> {
  if (leaseUntil === undefined || leaseUntil > new Date().toISOString())
    return false;
  const { runs } = dependencies;
  const token = randomUUID();
  const taken = await runs.takeOver(runId, leaseUntil, leaseOf(token));
  if (taken === undefined) return false;
  const writer = new RunWriter(taken.run, token, dependencies);
  try {
    const ending = await endingOf(taken, dependencies);
    await concludeRun(taken, ending, writer, dependencies);
    return true;
  } catch (error) {
    if (error instanceof Fenced) return false;
    throw error;
  }
}

async function endingOf(
  { run }: ClaimedRun,
  dependencies: EndDependencies,
): Promise<Ending> {
  const events = await dependencies.runs.eventsAfter(run.runId, 0);
  const textOf = (type: 'delta' | 'reasoning'): string =>
    events.map((event) => (event.type === type ? event.text : '')).join('');
  const grants = await openGrants(run, dependencies);
  const [text, reasoning] = [textOf('delta'), textOf('reasoning')];
  return {
    status: 'FAILED',
    failure: runFailure('INTERRUPTED'),
    text,
    reasoning,
    promptCardsUsed: [],
    costNanoUsd: grants.reduce((sum, [, granted]) => sum + granted, 0),
    ...(grants.length > 0 && {
      usage: {
        inputTokens: 0,
        outputTokens: tokensOfBytes(Buffer.byteLength(text + reasoning)),
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        estimated: true,
      },
    }),
  };
}
