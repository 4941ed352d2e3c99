import type { PipelineStage, PipelineState } from '@plot-palette/domain';
import { stageError } from './service-unavailable';
import { elapsedMs, stageEventSchema, type StageEvent } from './stage-event';

/**
 * One stage: what it finds out is added to the state, with the time since the state was entered.
 * @throws what {@link stageError} makes of an error.
 */
export async function runStage(
  stage: PipelineStage,
  event: unknown,
  work: (event: StageEvent) => Promise<Partial<PipelineState>>,
): Promise<PipelineState> {
  const parsed = stageEventSchema.parse(event);
  const { state, enteredAt } = parsed;
  try {
    const changes = await work(parsed);
    const stageTimes = {
      ...state.stageTimes,
      [stage]: elapsedMs(enteredAt, new Date()),
    };
    return { ...state, ...changes, stageTimes };
  } catch (error) {
    throw stageError(error);
  }
}
