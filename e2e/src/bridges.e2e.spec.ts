import {
  runSchema,
  seedDataSchema,
  seedDetailSchema,
  seedValidationSchema,
  sessionHistorySchema,
  studioMetricsSchema,
  templateSchema,
} from '@plot-palette/domain';
import { Api, until } from './harness/api';
import { sharedOutputs } from './harness/outputs';
import { Simulator } from './harness/simulator';
import { Studio } from './harness/studio';
import { newUser } from './harness/user';

const outputs = sharedOutputs();
const SEED_READY_MS = 60_000;

describe('between studio and generator', () => {
  let api: Api;
  let studio: Studio;
  beforeEach(async () => {
    await new Simulator(outputs).set({});
    api = new Api(outputs, (await newUser(outputs)).accessToken);
    studio = await Studio.create(api);
  });

  it('cards become a template, and a session the seed data that it takes', async () => {
    await studio.addCard('Answer {{ briefly }}.');
    const first = await studio.end(await studio.ask('Hví er himinninn blár?'));
    const { sessionId } = first;
    await studio.end(await studio.ask('And at night?', { sessionId }));

    const template = await api.expect(
      templateSchema,
      'POST',
      `/api/projects/${studio.project.projectId}/template`,
      {},
    );
    const { seedId } = await api.expect(
      seedDataSchema,
      'POST',
      `/sessions/${sessionId}/seed-data`,
      {},
    );
    const seed = await until(
      () => api.expect(seedDetailSchema, 'GET', `/seed-data/${seedId}`),
      ({ state }) => state === 'READY' || state === 'INVALID',
      SEED_READY_MS,
    );
    expect(seed).toMatchObject({ state: 'READY', rows: 2 });
    const { templateId } = template;
    const validation = await api.expect(
      seedValidationSchema,
      'POST',
      `/seed-data/${seedId}/validate`,
      { templateId },
    );
    expect(validation).toMatchObject({ valid: true, rows: 2 });
  });

  it("a template's step is asked in the studio with its own system prompt; the session goes on with it", async () => {
    const { templateId } = await api.createTemplate({
      name: 'Fable',
      steps: [
        {
          id: 'story',
          model: 'llama-3.1-8b',
          system: 'You write for {{ reader }}.',
          prompt: 'About a {{ animal }}.',
          maxTokens: 64,
        },
      ],
    });
    const started = await api.expect(
      runSchema,
      'POST',
      `/templates/${templateId}/try`,
      { stepId: 'story', row: { reader: 'Ada', animal: 'fox' } },
    );
    const run = await studio.end(started);
    expect(run.status).toBe('COMPLETED');
    expect(await studio.answer(run)).toMatchObject({ promptCardsUsed: [] });
    const { history } = await api.expect(
      sessionHistorySchema,
      'GET',
      `/sessions/${run.sessionId}`,
    );
    expect(history[0]).toMatchObject({
      text: 'About a fox.',
      system: 'You write for Ada.',
    });
    const again = await studio.end(
      await studio.start({
        projectId: run.projectId,
        sessionId: run.sessionId,
        model: run.model,
        parameters: run.parameters,
        action: { kind: 'REGENERATE', messageId: run.answerMessageId },
      }),
    );
    // The simulator says the same words to the same system prompt and question.
    expect((await studio.answer(again)).text).toBe(
      (await studio.answer(run)).text,
    );
  });

  it('every run is counted once in the metrics', async () => {
    const runs = await Promise.all(
      Array.from({ length: 12 }, async (_, i) =>
        studio.end(await studio.ask(`Why ${i}?`)),
      ),
    );
    const today = new Date().toISOString().slice(0, 10);
    const day = runs[0]?.createdAt.slice(0, 10) ?? today;
    const { total, days } = await api.expect(
      studioMetricsSchema,
      'GET',
      `/metrics/studio?from=${day}&to=${today}`,
    );
    const sum = (of: (run: (typeof runs)[number]) => number | undefined) =>
      runs.reduce((added, run) => added + (of(run) ?? 0), 0);
    expect(total).toMatchObject({
      runs: 12,
      completed: 12,
      failed: 0,
      costNanoUsd: sum(({ costNanoUsd }) => costNanoUsd),
      inputTokens: sum(({ usage }) => usage?.inputTokens),
      outputTokens: sum(({ usage }) => usage?.outputTokens),
      timeToFirstTokenMs: { samples: 12 },
      totalMs: { samples: 12 },
    });
    const slowest = Math.max(...runs.map(({ totalMs = 0 }) => totalMs));
    expect(total.totalMs.p99).toBeGreaterThanOrEqual(slowest * 0.979);
    expect(total.totalMs.p99).toBeLessThanOrEqual(slowest * 1.021);
    expect(new Set(days.map(({ model }) => model))).toEqual(
      new Set(['llama-3.1-8b']),
    );
  });
});
