import type { RunEvent } from '@plot-palette/domain';

export const RUN_ID = '1a0c7e2e-6f3f-4c25-9f52-3e0f5f1d0b01';
export const SESSION_ID = '1a0c7e2e-6f3f-4c25-9f52-3e0f5f1d0b02';
export const ANSWER_ID = '1a0c7e2e-6f3f-4c25-9f52-3e0f5f1d0b03';

export function started(runId = RUN_ID, notes: string[] = []): RunEvent {
  return {
    runId,
    seq: 1,
    type: 'started',
    sessionId: SESSION_ID,
    answerMessageId: ANSWER_ID,
    model: 'claude-haiku',
    notes,
  };
}

export function delta(seq: number, text: string, runId = RUN_ID): RunEvent {
  return { runId, seq, type: 'delta', text };
}

export function completed(
  seq: number,
  stopReason = 'end_turn',
  runId = RUN_ID,
): RunEvent {
  return {
    runId,
    seq,
    type: 'completed',
    stopReason,
    costNanoUsd: 1_200_000,
    totalMs: 2_400,
    usage: {
      inputTokens: 120,
      outputTokens: 48,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      estimated: false,
    },
  };
}

/** The events of a run whose answer is these texts together. */
export function eventsOf(
  texts: readonly string[],
  runId = RUN_ID,
): [RunEvent, ...RunEvent[]] {
  return [
    started(runId),
    ...texts.map((text, index) => delta(index + 2, text, runId)),
    completed(texts.length + 2, 'end_turn', runId),
  ];
}
