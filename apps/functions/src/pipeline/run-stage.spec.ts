import { CheckpointConflict, NotFound } from '@plot-palette/domain';
import { analyze } from './analyze';
import { enhance } from './enhance';
import { MemoryPipeline, stageEvent } from './memory-pipeline.fixture';
import { runStage } from './run-stage';

const failing = (error: unknown) => async () => {
  throw error;
};
const sdkError = (name: string, fields: object = {}) =>
  Object.assign(new Error(name), { name, ...fields });

describe(runStage.name, () => {
  const pipeline = new MemoryPipeline();

  it('adds what a stage found out and how long it took to what was known', async () => {
    const state = { ...pipeline.send(), stageTimes: { AnalyzeInput: 5 } };
    const enteredAt = new Date(Date.now() - 60_000).toISOString();
    const next = await runStage(
      'EnhanceResponse',
      stageEvent(state, { enteredAt }),
      async () => ({ isEnhanced: true }),
    );
    expect(next).toMatchObject({
      pipeline_id: state.pipeline_id,
      isEnhanced: true,
      stageTimes: { AnalyzeInput: 5 },
    });
    expect(next.stageTimes.EnhanceResponse).toBeGreaterThanOrEqual(60_000);
  });

  it.each([
    ['a throttled table', sdkError('ProvisionedThroughputExceededException')],
    ['a busy bucket', sdkError('SlowDown')],
    ['a reset', sdkError('Error', { code: 'ECONNRESET' })],
    ['a 503', sdkError('X', { $metadata: { httpStatusCode: 503 } })],
    ['a lost race', new CheckpointConflict('again')],
  ])('gives %s the name that is retried', async (_name, error) => {
    const stage = runStage(
      'AnalyzeInput',
      stageEvent(pipeline.send()),
      failing(error),
    );
    await expect(stage).rejects.toMatchObject({ name: 'ServiceUnavailable' });
  });

  it.each([
    ['NotFound', new NotFound('gone')],
    ['TypeError', new TypeError('a defect')],
    ['AccessDenied', sdkError('AccessDenied')],
  ])('leaves %s its name', async (name, error) => {
    const stage = runStage(
      'AnalyzeInput',
      stageEvent(pipeline.send()),
      failing(error),
    );
    await expect(stage).rejects.toMatchObject({ name });
  });

  it.each([
    ['nothing', undefined],
    ['a payload without a state', {}],
    [
      'a forged id',
      { ...stageEvent(pipeline.send()), state: { pipeline_id: '../x' } },
    ],
    [
      'the state of another execution',
      { ...stageEvent(pipeline.send()), execution: 'p-other' },
    ],
    [
      'a time that is none',
      { ...stageEvent(pipeline.send()), enteredAt: 'now' },
    ],
  ])('refuses %s before it does anything', async (_name, event) => {
    const work = jest.fn();
    await expect(runStage('AnalyzeInput', event, work)).rejects.toThrow();
    expect(work).not.toHaveBeenCalled();
  });

  it('fails where the message is gone, and where it is not one', async () => {
    const state = pipeline.send();
    const key = `pipelines/${state.pipeline_id}/input.json`;
    pipeline.objects.set(key, '{"message":5}');
    await expect(analyze(stageEvent(state), pipeline)).rejects.toThrow();
    pipeline.objects.delete(key);
    await expect(analyze(stageEvent(state), pipeline)).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('does not enhance what was not answered', async () => {
    await expect(
      enhance(stageEvent(pipeline.send()), pipeline),
    ).rejects.toThrow('no answer');
  });
});
