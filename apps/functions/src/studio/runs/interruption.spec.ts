import { Fenced, type Run } from '@plot-palette/domain';
import { Interruption } from './interruption';
import { aStudio } from './run-schedule.fixture';

const FAR_MS = 10 ** 9;

describe(Interruption.name, () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function watched(
    deadlineMs: number,
    renew: () => Promise<Run> = async () => studio.run,
  ) {
    const interruption = new Interruption();
    const watching = interruption.watch(
      studio.run.runId,
      Date.now() + deadlineMs,
      { renew, renewedAtMs: Date.now() },
      { runs: studio.runs },
    );
    return { interruption, watching };
  }
  let studio = aStudio();
  beforeEach(() => {
    studio = aStudio();
  });

  it('ends a generation within a second of the request to stop, whenever it comes', async () => {
    for (let afterMs = 0; afterMs <= 2_000; afterMs += 130) {
      studio = aStudio();
      const { interruption } = watched(FAR_MS);
      await jest.advanceTimersByTimeAsync(afterMs);
      expect(interruption.signal.aborted).toBe(false);
      studio.run = { ...studio.run, stopRequested: true };
      await jest.advanceTimersByTimeAsync(999);
      expect(interruption.reason).toBe('STOPPED');
      expect(interruption.signal.aborted).toBe(true);
    }
  });

  it('ends it when its time is up, and not before', async () => {
    const { interruption } = watched(12_345);
    await jest.advanceTimersByTimeAsync(12_344);
    expect(interruption.reason).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(interruption.reason).toBe('TIME_OUT');
  });

  it('ends it when another process has taken the run over', async () => {
    const { interruption } = watched(FAR_MS, () =>
      Promise.reject(new Fenced('taken')),
    );
    await jest.advanceTimersByTimeAsync(10_000);
    expect(interruption.reason).toBe('LOST');
  });

  it('looks again after a look that failed', async () => {
    const { interruption } = watched(FAR_MS);
    const { get } = studio.runs;
    studio.runs.get = () => Promise.reject(new Error('the table is away'));
    await jest.advanceTimersByTimeAsync(2_000);
    studio.runs.get = get;
    studio.run = { ...studio.run, stopRequested: true };
    await jest.advanceTimersByTimeAsync(999);
    expect(interruption.reason).toBe('STOPPED');
  });

  it('leaves off when the generation has ended', async () => {
    const { interruption, watching } = watched(FAR_MS);
    interruption.end();
    await watching;
    expect(jest.getTimerCount()).toBe(0);
    expect(interruption.signal.aborted).toBe(false);
  });
});
