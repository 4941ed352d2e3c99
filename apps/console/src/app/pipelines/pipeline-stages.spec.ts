import { pipelineLog, runningPipeline } from './pipeline.fixture';
import { stageRows } from './pipeline-stages';

const statesOf = (...args: Parameters<typeof stageRows>) =>
  stageRows(...args).map(({ state }) => state);

describe(stageRows, () => {
  it('follows an execution that is under way', () => {
    expect(statesOf(runningPipeline())).toEqual([
      'done',
      'running',
      'waiting',
      'waiting',
    ]);
  });

  it('shows a completed one as done, its log included', () => {
    expect(statesOf(pipelineLog())).toEqual(['done', 'done', 'done', 'done']);
  });

  it('shows where an execution broke, and what it never came to', () => {
    const failed = pipelineLog({
      status: 'FAILED',
      // The tries that failed took time, too.
      stageTimes: { AnalyzeInput: 12, CallExistingChatbot: 9_000 },
      error: {
        component: 'CallExistingChatbot',
        kind: 'ModelThrottled',
        message: 'Busy.',
      },
    });
    expect(statesOf(failed)).toEqual(['done', 'failed', 'skipped', 'skipped']);
  });

  it('shows an answer that could not be enhanced as one', () => {
    const degraded = pipelineLog({
      status: 'DEGRADED',
      error: {
        component: 'EnhanceResponse',
        kind: 'Internal',
        message: 'Broken.',
      },
    });
    expect(statesOf(degraded)).toEqual(['done', 'done', 'failed', 'done']);
  });
});
