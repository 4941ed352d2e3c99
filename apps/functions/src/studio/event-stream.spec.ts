import { eventStream } from './event-stream';
import { deltaOf, MemoryRuns, stoppedEvent } from './memory-runs.fixture';

/** A clock that pauses move on, and what happens meanwhile. */
class Clock {
  private time = 0;
  readonly now = () => this.time;

  constructor(private readonly meanwhile: (time: number) => void) {}

  readonly pause = async (ms: number): Promise<void> => {
    this.time += ms;
    this.meanwhile(this.time);
  };
}

const WINDOW_MS = 1_000;

async function streamed(
  runs: MemoryRuns,
  runId: string,
  lastSeq: number,
  meanwhile: (time: number) => void = () => undefined,
) {
  const clock = new Clock(meanwhile);
  const stream = eventStream({
    runs,
    runId,
    lastSeq,
    windowMs: WINDOW_MS,
    ...clock,
  });
  let text = '';
  for await (const part of stream) text += part;
  return {
    text,
    ids: [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
    elapsedMs: clock.now(),
  };
}

describe(eventStream.name, () => {
  let runs: MemoryRuns;
  beforeEach(() => {
    runs = new MemoryRuns();
  });

  it('sends the log after the last event in the format of server-sent events, and ends with the run', async () => {
    const { runId } = runs.add('ada', 3);
    runs.append(stoppedEvent(runId, 4));
    const { text, ids, elapsedMs } = await streamed(runs, runId, 1);
    expect(ids).toEqual([2, 3, 4]);
    expect(text).toContain(
      `id: 2\ndata: ${JSON.stringify(deltaOf(runId, 2))}\n\n`,
    );
    expect(text).toMatch(/^retry: \d+\n\n/);
    expect(elapsedMs).toBe(0);
  });

  it('goes on with what is written meanwhile until its window closes', async () => {
    const { runId } = runs.add('ada', 1);
    let seq = 1;
    const { ids, elapsedMs } = await streamed(runs, runId, 0, () => {
      runs.append(deltaOf(runId, (seq += 1)));
    });
    expect(ids).toEqual(ids.map((_, i) => i + 1));
    expect(ids.length).toBeGreaterThan(3);
    expect(elapsedMs).toBeLessThan(WINDOW_MS + 500);
  });

  it('opens the window with its first event', async () => {
    const { runId } = runs.add('ada');
    const { ids, elapsedMs } = await streamed(runs, runId, 0, (time) => {
      if (time >= 9_000 && runs.logs.get(runId) === undefined)
        runs.append(deltaOf(runId, 1));
    });
    expect(ids).toEqual([1]);
    expect(elapsedMs).toBeGreaterThanOrEqual(9_000 + WINDOW_MS);
    expect(elapsedMs).toBeLessThan(9_000 + WINDOW_MS + 500);
  });

  it('says that it lives while nothing happens, and not for ever', async () => {
    const { runId } = runs.add('ada');
    const { text, ids, elapsedMs } = await streamed(runs, runId, 0);
    expect(ids).toEqual([]);
    expect(text.match(/^: /gm)).toHaveLength(2);
    expect(elapsedMs).toBeLessThan(30_000);
  });
});
