import {
  analyzeMessage,
  type PipelineLog,
  type PipelineState,
} from '@plot-palette/domain';
import { chat } from './chat';
import { CHAT_TRIES, tryRunId } from './chat-tries';
import { enhance } from './enhance';
import { log } from './log';
import { logFailure } from './log-failure';
import {
  anAnswer,
  MemoryPipeline,
  stageEvent,
} from './memory-pipeline.fixture';
import { recordEnd } from './record-end';

const MINUTE_MS = 60_000;
const STOPPED_AT = Date.parse('2026-11-21T10:00:00.000Z');

describe('the final row of an execution', () => {
  let pipeline: MemoryPipeline;
  const startedAt = () => new Date(Date.now() - MINUTE_MS).toISOString();

  beforeEach(() => {
    pipeline = new MemoryPipeline();
  });

  async function answered(message?: string): Promise<PipelineState> {
    const state: PipelineState = {
      ...pipeline.send(message),
      startedAt: startedAt(),
      analysis: analyzeMessage(message ?? 'Why?'),
      stageTimes: { AnalyzeInput: 4 },
    };
    const ask = async () => anAnswer();
    return {
      ...state,
      ...(await chat(stageEvent(state), { files: pipeline.files, ask })),
    };
  }

  function onlyRow(): PipelineLog {
    const [row, ...others] = [...pipeline.rows.values()];
    expect(others).toEqual([]);
    if (row === undefined) throw new Error('no row');
    return row;
  }

  const metricOf = (name: string) =>
    pipeline.metricLines.flatMap((line) => (name in line ? [line[name]] : []));

  it('has the enhanced response, the time since the start and what all tries cost', async () => {
    const state = await answered();
    const { pipeline_id } = state;
    pipeline.runCosts.set(tryRunId(pipeline_id, 0), 100);
    pipeline.runCosts.set(tryRunId(pipeline_id, CHAT_TRIES - 1), 40);
    const enhanced = {
      ...state,
      ...(await enhance(stageEvent(state), pipeline)),
    };
    await log(stageEvent(enhanced), pipeline);
    const row = onlyRow();
    expect(row).toMatchObject({
      pipeline_id,
      status: 'COMPLETED',
      user_message: 'Why is the sky blue?',
      timestamp: state.startedAt,
      final_response: { format: 'plain', pipeline: { pipeline_id } },
      costNanoUsd: 140,
      stageTimes: { AnalyzeInput: 4 },
      isShortened: false,
    });
    expect(row.error).toBeUndefined();
    expect(row.execution_time_ms).toBeGreaterThanOrEqual(MINUTE_MS);
    expect(metricOf('Success')).toEqual([1]);
    expect(metricOf('CostUsd')).toEqual([0.00000014]);
    expect(metricOf('StageTime')).toHaveLength(2);
    expect(metricOf('Errors')).toEqual([]);
  });

  it('has the raw answer and the reason when only the enhancement failed', async () => {
    const state = await answered();
    const enhancementError = {
      Error: 'TypeError',
      Cause: '{"errorMessage":"x is not a function","trace":[]}',
    };
    await log(stageEvent({ ...state, enhancementError }), pipeline);
    expect(onlyRow()).toMatchObject({
      status: 'DEGRADED',
      final_response: { text: anAnswer().text, format: 'raw' },
      error: {
        component: 'EnhanceResponse',
        kind: 'TypeError',
        message: 'x is not a function',
      },
    });
    expect(metricOf('Success')).toEqual([1]);
    expect(metricOf('Degraded')).toEqual([1]);
    expect(metricOf('Component')).toEqual(['EnhanceResponse']);
  });

  it.each([
    ['AnalyzeInput', async () => pipeline.send()],
    [
      'CallExistingChatbot',
      async () => ({ ...pipeline.send(), analysis: analyzeMessage('a') }),
    ],
    ['LogResults', answered],
  ] as const)('names %s where it failed', async (component, stateOf) => {
    const state = await stateOf();
    const error = { Error: 'NotFound', Cause: 'not JSON' };
    await logFailure(stageEvent({ ...state, error }), pipeline);
    expect(onlyRow()).toMatchObject({
      status: 'FAILED',
      error: { component, kind: 'NotFound', message: 'not JSON' },
    });
    expect(metricOf('Success')).toEqual([0]);
    expect(metricOf('Component')).toEqual([component]);
  });

  it('does not need the message to say that it is gone', async () => {
    const state = pipeline.send();
    pipeline.objects.clear();
    await logFailure(stageEvent(state), pipeline);
    expect(onlyRow()).toMatchObject({ user_message: '', userId: 'ada' });
  });

  it('cuts long texts and says so', async () => {
    const state = await answered('å'.repeat(20_000));
    await log(stageEvent(state), pipeline);
    const { user_message, isShortened } = onlyRow();
    expect(user_message).toHaveLength(8_000);
    expect(isShortened).toBe(true);
  });

  it('is the first one, and only that is counted', async () => {
    const state = await answered();
    await log(stageEvent(state), pipeline);
    await logFailure(stageEvent(state), pipeline);
    expect(onlyRow().status).toBe('DEGRADED');
    expect(metricOf('Success')).toEqual([1]);
  });

  describe('of an execution that ended outside its states', () => {
    const endOf = (
      { pipeline_id, userId }: PipelineState,
      status: 'FAILED' | 'TIMED_OUT' | 'ABORTED',
      details: object = {},
    ) => ({
      detail: {
        name: pipeline_id,
        status,
        startDate: STOPPED_AT - MINUTE_MS,
        stopDate: STOPPED_AT,
        input: JSON.stringify({ pipeline_id, userId }),
        ...details,
      },
    });
    const executions = { progress: async () => undefined };

    it.each([
      ['TIMED_OUT', 'States.Timeout'],
      ['ABORTED', 'States.Aborted'],
      ['FAILED', 'States.TaskFailed'],
    ] as const)('says %s', async (status, kind) => {
      const state = pipeline.send();
      await recordEnd(endOf(state, status), { ...pipeline, executions });
      expect(onlyRow()).toMatchObject({
        status,
        userId: 'ada',
        execution_time_ms: MINUTE_MS,
        error: { component: 'StateMachine', kind },
      });
      expect(metricOf('Success')).toEqual([0]);
    });

    it('names the stage that it had come to and keeps what was known', async () => {
      const state = await answered();
      const progress = { stage: 'EnhanceResponse', state } as const;
      await recordEnd(endOf(state, 'ABORTED', { cause: 'enough' }), {
        ...pipeline,
        executions: { progress: async () => progress },
      });
      expect(onlyRow()).toMatchObject({
        chat: { model: 'llama-3.1-8b' },
        error: { component: 'EnhanceResponse', message: 'enough' },
      });
    });

    it('says why the failure was that could not be logged', async () => {
      const error = { Error: 'AccessDenied', Cause: 'no' };
      const progress = {
        stage: 'AnalyzeInput',
        state: { ...pipeline.send(), error },
      } as const;
      const end = endOf(progress.state, 'FAILED', { error: 'PipelineFailed' });
      await recordEnd(end, {
        ...pipeline,
        executions: { progress: async () => progress },
      });
      expect(onlyRow().error).toEqual({
        component: 'AnalyzeInput',
        kind: 'AccessDenied',
        message: 'no',
      });
    });

    it('is under its own name, whatever it was started with', async () => {
      const victim = pipeline.send();
      const state = { ...pipeline.send(), userId: 'mallory' };
      const forged = endOf(state, 'FAILED', { input: JSON.stringify(victim) });
      await recordEnd(forged, { ...pipeline, executions });
      expect(onlyRow()).toMatchObject({
        pipeline_id: state.pipeline_id,
        userId: 'ada',
      });
    });

    it('leaves the row alone that a state wrote', async () => {
      const state = pipeline.send();
      await logFailure(stageEvent(state), pipeline);
      const recorded = await recordEnd(endOf(state, 'FAILED'), {
        ...pipeline,
        executions,
      });
      expect(recorded).toBeUndefined();
      expect(onlyRow().error?.component).toBe('AnalyzeInput');
    });

    it('is written for an execution of which nothing is known', async () => {
      const state = pipeline.send();
      pipeline.objects.clear();
      const end = endOf(state, 'ABORTED', { input: null });
      await recordEnd(end, { ...pipeline, executions });
      expect(onlyRow()).toMatchObject({ status: 'ABORTED', userId: '' });
    });
  });
});
