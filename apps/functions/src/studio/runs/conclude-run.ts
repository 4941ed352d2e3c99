import {
  callCost,
  studioScope,
  type AnswerMessage,
  type ModelPrice,
  type Run,
  type RunUsage,
} from '@plot-palette/domain';
import { resolveModel } from '@plot-palette/inference';
import type { ClaimedRun, RunOutcome } from '@plot-palette/stores';
import type { EndDependencies } from './run-dependencies';
import { runFailure } from './run-failure';
import type { EventContent, RunWriter } from './run-writer';

/** How the generation of a run ended. */
export type Ending = Pick<
  AnswerMessage,
  | 'text'
  | 'promptCardsUsed'
  | 'usage'
  | 'costNanoUsd'
  | 'stopReason'
  | 'failure'
  | 'timeToFirstTokenMs'
> & { readonly status: 'COMPLETED' | 'FAILED' | 'STOPPED' } & {
  readonly reasoning: string;
};

/**
 * Ends a run: its answer, its money, its last events, in this order. Whoever repeats it after a crash in between takes up the
 * answer that is there, so the run ends once and as that answer says.
 * @throws Fenced when another process has taken the run over.
 */
export async function concludeRun(
  { run, assignment }: Pick<ClaimedRun, 'run' | 'assignment'>,
  ending: Ending,
  writer: RunWriter,
  dependencies: EndDependencies,
): Promise<AnswerMessage> {
  const { sessions, logger } = dependencies;
  const answer = await sessions.addAnswer(
    answerOf({ run, assignment }, ending),
    { projectId: run.projectId, historyDays: assignment.historyDays },
  );
  await settle(run, answer, dependencies);
  await writer.end(lastEvents(answer), outcomeOf(answer));
  await writer.delivered();
  const { runId, status, usage, costNanoUsd, failure } = answer;
  logger.info(
    {
      runId,
      status,
      model: run.model,
      usage,
      costNanoUsd,
      kind: failure?.kind,
    },
    'run.ended',
  );
  return answer;
}

/** The holders of a run's grants are its tries: `{runId}/{try}`. */
export function grantHolderOf(runId: string, attempt: number): string {
  return `${runId}/${attempt}`;
}

/** What a run has reserved and not settled, by holder. */
export async function openGrants(
  { runId, userId, createdAt }: Run,
  { ledger }: Pick<EndDependencies, 'ledger'>,
): Promise<[string, number][]> {
  const scope = studioScope(userId, createdAt);
  const grants = (await ledger.get(scope))?.grants ?? {};
  return Object.entries(grants).filter(([holder]) =>
    holder.startsWith(`${runId}/`),
  );
}

/** A try that may have been billed without a word of it is written off; no two tries are open at once. */
async function settle(
  run: Run,
  { usage }: AnswerMessage,
  dependencies: EndDependencies,
): Promise<void> {
  const scope = studioScope(run.userId, run.createdAt);
  const price = priceOf(run, dependencies);
  for (const [holder] of await openGrants(run, dependencies)) {
    const isKnown = usage !== undefined && !usage.estimated;
    await dependencies.ledger.close(
      scope,
      holder,
      isKnown && price !== undefined
        ? { settled: costOf(usage, price), writtenOff: 0, rest: 'RETURN' }
        : { settled: 0, writtenOff: 0, rest: 'WRITE_OFF' },
    );
  }
}

export function costOf(
  { estimated: _estimated, ...usage }: RunUsage,
  price: ModelPrice,
): number {
  return callCost(usage, price);
}

function priceOf(
  { model }: Run,
  { region }: EndDependencies,
): ModelPrice | undefined {
  try {
    return resolveModel({ model }, region).model.price;
  } catch {
    // A release may have taken the model out of the catalogue meanwhile; its grant is written off then.
    return undefined;
  }
}

function answerOf(
  { run, assignment }: Pick<ClaimedRun, 'run' | 'assignment'>,
  { reasoning, ...ending }: Ending,
): AnswerMessage {
  return {
    ...ending,
    role: 'assistant',
    messageId: run.answerMessageId,
    sessionId: run.sessionId,
    parentId: assignment.parentId,
    // The question was asked in this millisecond: the answer comes after it, and at the same place whoever writes it.
    createdAt: new Date(Date.parse(run.createdAt) + 1).toISOString(),
    runId: run.runId,
    model: run.model,
    ...(run.notes.length > 0 && { notes: run.notes }),
    ...(reasoning !== '' && { reasoning }),
    ...(assignment.continues !== undefined && {
      continues: assignment.continues,
    }),
    processingTime: Math.max(0, Date.now() - Date.parse(run.createdAt)),
  };
}

function lastEvents(answer: AnswerMessage): EventContent[] {
  const { usage, costNanoUsd } = answer;
  const outcome = outcomeEvent(answer);
  return usage === undefined
    ? [outcome]
    : [{ type: 'usage', usage, costNanoUsd }, outcome];
}

function outcomeEvent(answer: AnswerMessage): EventContent {
  const { usage, costNanoUsd, processingTime = 0 } = answer;
  const outcome = {
    ...(usage !== undefined && { usage }),
    costNanoUsd,
    totalMs: processingTime,
  };
  if (answer.status === 'STOPPED') return { ...outcome, type: 'stopped' };
  if (answer.status === 'COMPLETED')
    return {
      ...outcome,
      type: 'completed',
      stopReason: answer.stopReason ?? 'unknown',
    };
  return {
    ...outcome,
    type: 'failed',
    failure: answer.failure ?? runFailure('INTERNAL'),
  };
}

function outcomeOf(answer: AnswerMessage): RunOutcome {
  const { status, usage, costNanoUsd, stopReason, failure } = answer;
  const { timeToFirstTokenMs, processingTime } = answer;
  return {
    status,
    costNanoUsd,
    ...(usage !== undefined && { usage }),
    ...(stopReason !== undefined && { stopReason }),
    ...(failure !== undefined && { failure }),
    ...(timeToFirstTokenMs !== undefined && { timeToFirstTokenMs }),
    ...(processingTime !== undefined && { totalMs: processingTime }),
    finishedAt: new Date().toISOString(),
  };
}
