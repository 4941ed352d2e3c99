import {
  comparisonSchema,
  nanoToUsd,
  problemSchema,
  type Run,
} from '@plot-palette/domain';
import { Api, until } from './harness/api';
import { killFunction } from './harness/function-process';
import { sharedOutputs } from './harness/outputs';
import { Simulator } from './harness/simulator';
import { Studio, textOf } from './harness/studio';
import { newUser } from './harness/user';

const outputs = sharedOutputs();
const simulator = new Simulator(outputs);
/** Long enough to do something in the middle of it. */
const SLOW = { latency: { kind: 'fixed', ms: 30_000 } };

describe('a run', () => {
  let api: Api;
  let studio: Studio;
  beforeEach(async () => {
    api = new Api(outputs, (await newUser(outputs)).accessToken);
    studio = await Studio.create(api);
    await simulator.set({});
    await simulator.reset();
  });
  afterAll(() => simulator.set({}));

  /** Long before a slow call would end by itself. */
  const callsEnd = () =>
    until(
      () => simulator.stats(),
      ({ inFlight }) => inFlight === 0,
      10_000,
      20,
    );

  async function expectPartial(run: Run): Promise<void> {
    const answer = await studio.answer(run);
    expect(answer.text).toBe(textOf(await studio.log(run)));
    expect(answer.text).not.toBe('');
    expect(answer).toMatchObject({
      status: run.status,
      costNanoUsd: run.costNanoUsd,
    });
    expect(run.costNanoUsd).toBeGreaterThan(0);
    // The simulator says the same words to the same prompt, so the whole answer begins with what was kept.
    await simulator.set({});
    const whole = await studio.end(await studio.regenerate(run));
    const { text } = await studio.answer(whole);
    expect(text.startsWith(answer.text)).toBe(true);
    expect(text.length).toBeGreaterThan(answer.text.length);
  }

  it('is answered with the cards, logged without a gap, and paid as it was billed', async () => {
    await studio.addCard('Be brief.');
    const run = await studio.end(await studio.ask('Warum? 🦊'));
    const log = await studio.log(run);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, at) => at + 1));
    expect([log[0]?.type, log.at(-1)?.type]).toEqual(['started', 'completed']);
    const answer = await studio.answer(run);
    expect(answer.text).toBe(textOf(log));
    expect(answer).toMatchObject({ status: 'COMPLETED', usage: run.usage });
    expect(answer.promptCardsUsed).toHaveLength(1);
    const { billed } = await simulator.stats();
    expect(run.usage).toMatchObject({
      estimated: false,
      inputTokens: billed.total.inputTokens,
      outputTokens: billed.total.outputTokens,
    });
  });

  it('ends at the model when it is stopped, and keeps its text and its cost', async () => {
    await simulator.set(SLOW);
    const started = await studio.ask('Why?');
    await studio.written(started, 3);
    expect((await simulator.stats()).inFlight).toBe(1);
    await studio.stop(started.runId);
    await callsEnd();
    const run = await studio.end(started);
    expect(run.status).toBe('STOPPED');
    await expectPartial(run);
  });

  it('whose process was killed ends with what it had written', async () => {
    await simulator.set(SLOW);
    const started = await studio.ask('Why?');
    await studio.written(started, 3);
    expect(killFunction(outputs, 'RunFunction')).not.toEqual([]);
    const run = await studio.end(started);
    expect(run).toMatchObject({
      status: 'FAILED',
      failure: { kind: 'INTERRUPTED' },
    });
    await expectPartial(run);
  });

  it('is retried before its first word, and not after it', async () => {
    await simulator.set({ throttleRate: 0.5, seed: 3 });
    const retried = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (text) =>
        studio.end(await studio.ask(text)),
      ),
    );
    expect(retried.map(({ status }) => status)).toEqual(
      retried.map(() => 'COMPLETED'),
    );
    const { requests } = await simulator.stats();
    expect(requests.total).toBeGreaterThan(retried.length);

    await simulator.set({ streamErrorRate: 1 });
    await simulator.reset();
    const broken = await studio.end(await studio.ask('e'));
    expect(broken.status).toBe('FAILED');
    expect((await simulator.stats()).requests.total).toBe(1);
    await expectPartial(broken);
  });

  it("ends when the project's time is up", async () => {
    await simulator.set(SLOW);
    const hasty = await Studio.create(api, {
      settings: { model: 'llama-3.1-8b', timeoutSeconds: 12 },
    });
    const run = await hasty.end(await hasty.ask('Why?'));
    expect(run).toMatchObject({
      status: 'FAILED',
      failure: { kind: 'TIME_OUT' },
    });
    await callsEnd();
    expect((await hasty.answer(run)).text).not.toBe('');
  });

  it('answers an article that no request has room for, and goes on where it was cut off', async () => {
    await simulator.set({ truncateRate: 1 });
    // Too long for a request, and for a row of DynamoDB.
    const article = 'Ævintýri '.repeat(40_000);
    const uploadId = await studio.upload(article);
    const cut = await studio.end(
      await studio.start({
        model: 'claude-haiku',
        action: { kind: 'UPLOADED_MESSAGE', uploadId },
      }),
    );
    expect([cut.status, cut.stopReason]).toEqual(['COMPLETED', 'max_tokens']);
    await simulator.set({});
    const { sessionId, answerMessageId: messageId } = cut;
    const rest = await studio.end(
      await studio.start({
        sessionId,
        model: 'claude-haiku',
        action: { kind: 'CONTINUE', messageId },
      }),
    );
    expect((await studio.answer(rest)).continues).toBe(messageId);
    const { history } = await studio.session(sessionId);
    expect(history.map(({ parentId }) => parentId)).toEqual([
      null,
      cut.userMessageId,
      messageId,
    ]);
    expect(history[0]?.text).toBe(article);
  });

  it('in columns is stopped with the others; what all of them cost is never more than the month allows', async () => {
    await simulator.set(SLOW);
    const dear = {
      model: 'claude-opus',
      parameters: { maxTokens: 32_000 },
    };
    const columns = [dear, dear, dear, dear];
    let spent = 0;
    for (;;) {
      const asked = await api.call('POST', '/comparisons', {
        projectId: studio.project.projectId,
        text: 'Why?',
        columns,
      });
      const body: unknown = await asked.json();
      if (asked.status === 409) {
        expect(problemSchema.parse(body).type).toContain('budget-exceeded');
        break;
      }
      const { comparisonId, runs } = comparisonSchema.parse(body);
      await until(
        () => simulator.stats(),
        ({ inFlight }) => inFlight === columns.length,
        30_000,
        50,
      );
      const path = `/comparisons/${comparisonId}/stop`;
      expect((await api.call('POST', path)).status).toBe(200);
      await callsEnd();
      const ended = await Promise.all(runs.map((run) => studio.end(run)));
      expect(ended.map(({ status }) => status)).toEqual(
        columns.map(() => 'STOPPED'),
      );
      spent += ended.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0);
    }
    // What a stopped call may have cost counts in full: six comparisons of 3.5 USD do not fit.
    expect(nanoToUsd(spent)).toBeGreaterThan(15);
    expect(nanoToUsd(spent)).toBeLessThanOrEqual(20);
    expect((await simulator.stats()).inFlight).toBe(0);
  });
});
