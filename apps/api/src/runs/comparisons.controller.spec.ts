import type {
  Comparison,
  ComparisonInput,
  Problem,
  Project,
} from '@plot-palette/domain';
import { openLedger, studioScope } from '@plot-palette/domain';
import { RunningApi, STRANGER, USER } from '../testing/running-api.fixture';
import { ComparisonsController } from './comparisons.controller';

const COLUMNS = [
  { model: 'llama-3.1-8b' },
  { model: 'claude-sonnet', parameters: { temperature: 0 } },
  {},
];

describe(ComparisonsController.name, () => {
  let api: RunningApi;
  let projectId: string;
  beforeEach(async () => {
    api = await RunningApi.start();
    const { body } = await api.call<Project>(USER, 'POST', '/api/projects', {
      name: 'Fables',
    });
    ({ projectId } = body);
  });
  afterEach(() => api.stop());

  const compare = (overrides: Partial<ComparisonInput> = {}, key = 'key') =>
    api.call<Comparison & Problem>(
      USER,
      'POST',
      '/comparisons',
      { projectId, text: 'Why?', columns: COLUMNS, ...overrides },
      { 'idempotency-key': key },
    );

  it('asks one question in one session of every column', async () => {
    const { status, body } = await compare();
    expect(status).toBe(202);
    expect(body.runs).toHaveLength(3);
    const [first, second] = body.runs;
    expect(second).toMatchObject({
      comparisonId: body.comparisonId,
      sessionId: first?.sessionId,
      userMessageId: first?.userMessageId,
      parameters: { temperature: 0 },
    });
    expect(first?.model).toBe('llama-3.1-8b');
    const answers = body.runs.map(({ answerMessageId }) => answerMessageId);
    expect(new Set(answers).size).toBe(3);
    const messages = await api.studio.sessions.messages(first?.sessionId ?? '');
    expect(messages).toHaveLength(1);
    expect([...api.functions.generated].sort()).toEqual(
      body.runs.map(({ runId }) => runId).sort(),
    );
  });

  it('answers a repeated request with the same runs and refuses another under its key', async () => {
    const first = await compare();
    expect((await compare()).body).toEqual(first.body);
    expect(api.studio.runs.created).toHaveLength(3);
    expect((await compare({ text: 'Why not?' })).status).toBe(409);
  });

  it.each([[[{}]], [[{}, {}, {}, {}, {}]]])(
    'takes two to four columns',
    async (columns) => {
      const { status, body } = await compare({ columns });
      expect([status, body.issues?.[0]?.where]).toEqual([400, 'columns']);
    },
  );

  it('starts none when one column cannot be, or all together cost too much', async () => {
    const columns = [{}, { model: 'gpt-17' }];
    expect((await compare({ columns })).status).toBe(400);
    const { body } = await compare({}, 'affordable');
    expect(body.runs).toHaveLength(3);
    const before = api.studio.runs.created.length;
    const scope = studioScope(USER, new Date().toISOString());
    // Enough for one column, not for four.
    api.stores.jobs.ledgers.set(scope, openLedger(scope, 1_000_000, 0));
    const cheap = { model: 'llama-3.1-8b' };
    const dear = await compare(
      { columns: [cheap, cheap, cheap, cheap] },
      'dear',
    );
    expect([dear.status, dear.body.type]).toEqual([
      409,
      expect.stringContaining('budget-exceeded'),
    ]);
    expect(api.studio.runs.created).toHaveLength(before);
  });

  it('stops every column that goes on, and only those of its user', async () => {
    const { body } = await compare();
    const [done, ...rest] = body.runs;
    if (done === undefined) throw new Error('nothing runs');
    api.studio.runs.rows.set(done.runId, { ...done, status: 'COMPLETED' });
    const path = `/comparisons/${body.comparisonId}/stop`;
    const hidden = await api.call<Problem>(STRANGER, 'POST', path);
    expect([hidden.status, hidden.body.detail]).toEqual([
      404,
      expect.stringContaining('comparison'),
    ]);
    const stopped = await api.call<Comparison>(USER, 'POST', path);
    expect(stopped.status).toBe(200);
    expect(stopped.body.runs.map(({ runId }) => runId)).toEqual(
      body.runs.map(({ runId }) => runId),
    );
    expect(stopped.body.runs.map((run) => run.stopRequested)).toEqual([
      false,
      ...rest.map(() => true),
    ]);
  });
});
