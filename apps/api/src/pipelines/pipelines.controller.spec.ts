import { randomUUID } from 'node:crypto';
import {
  analyzeMessage,
  pipelineInputSchema,
  storageKeys,
  type Page,
  type PipelineExecution,
  type PipelineLog,
  type Problem,
} from '@plot-palette/domain';
import { endedPipeline } from '../testing/ended-pipeline.fixture';
import {
  ADMIN,
  RunningApi,
  STRANGER,
  USER,
} from '../testing/running-api.fixture';
import { PipelinesController } from './pipelines.controller';
import { SignedPipelineController } from './signed-pipeline.controller';

/** What an error says, where the answer is one. */
type Told = Pick<Problem, 'detail'>;

const PRINCIPAL = 'arn:aws:sts::1:assumed-role/worker';

let api: RunningApi;
beforeEach(async () => {
  api = await RunningApi.start();
});
afterEach(() => api.stop());

const send = (body: object, key?: string, userId = USER, query = '') =>
  api.call<PipelineExecution & Told>(
    userId,
    'POST',
    `/pipelines${query}`,
    body,
    key === undefined ? {} : { 'idempotency-key': key },
  );
const read = (pipelineId: string, userId = USER) =>
  api.call<PipelineExecution & Told>(userId, 'GET', `/pipelines/${pipelineId}`);

async function inputOf(pipelineId: string) {
  const object = await api.stores.objects.get(
    storageKeys.pipelineInput(pipelineId),
  );
  return pipelineInputSchema.parse(JSON.parse(object?.body.toString() ?? ''));
}

describe(PipelinesController.name, () => {
  describe('POST /pipelines', () => {
    it('freezes the message, starts the execution and says where to read it', async () => {
      const { status, body, headers } = await send({ message: 'Hvað? 🙂' });
      expect(status).toBe(202);
      expect(body).toMatchObject({
        pipeline_id: expect.stringMatching(/^p-[0-9a-f]{32}$/),
        status: 'RUNNING',
        userId: USER,
        user_message: 'Hvað? 🙂',
      });
      expect(headers.get('location')).toBe(`/pipelines/${body.pipeline_id}`);
      expect(api.pipelines.started).toEqual([body.pipeline_id]);
      expect(await inputOf(body.pipeline_id)).toMatchObject({
        message: 'Hvað? 🙂',
        userId: USER,
      });
    });

    it('makes the caller’s own project with the first message that names none', async () => {
      const first = await send({ message: 'a' });
      const second = await send({ message: 'b' });
      const other = await send({ message: 'a' }, undefined, STRANGER);
      const { projectId = '' } = first.body;
      expect(second.body.projectId).toBe(projectId);
      expect(other.body.projectId).not.toBe(projectId);
      expect(await api.studio.projects.get(projectId)).toMatchObject({
        name: 'Analysis pipeline',
        owner: USER,
      });
    });

    it('waits for the answer as long as it is told', async () => {
      api.pipelines.onStart = ({ pipeline_id, userId }) =>
        endedPipeline(api, { pipeline_id, userId });
      const { status, body } = await send(
        { message: 'a' },
        undefined,
        USER,
        '?wait=25',
      );
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: 'COMPLETED',
        final_response: { text: 'Þetta.' },
      });
      api.pipelines.onStart = () => undefined;
      expect(
        (await send({ message: 'b' }, undefined, USER, '?wait=0.1')).status,
      ).toBe(202);
    });

    it.each(['26', '-1', 'long', ''])('refuses to wait %s', async (wait) => {
      const { status } = await send(
        { message: 'a' },
        undefined,
        USER,
        `?wait=${wait}x`,
      );
      expect(status).toBe(400);
    });

    it('answers a repeated request with the same execution, and another message with 409', async () => {
      const first = await send({ message: 'a' }, 'key');
      const again = await send({ message: 'a' }, 'key');
      expect(again.status).toBe(202);
      expect(again.body.pipeline_id).toBe(first.body.pipeline_id);
      expect((await send({ message: 'b' }, 'key')).status).toBe(409);
      const { projectId } = first.body;
      expect((await send({ message: 'a', projectId }, 'key')).status).toBe(409);
      expect(api.pipelines.started).toHaveLength(1);
    });

    it('makes one execution of requests at the same moment', async () => {
      const answers = await Promise.all(
        [1, 2, 3].map(() => send({ message: 'a' }, 'same')),
      );
      expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
      expect(api.pipelines.started).toHaveLength(1);
    });

    it('keeps the keys of two users apart', async () => {
      const mine = await send({ message: 'a' }, 'key');
      const theirs = await send({ message: 'b' }, 'key', STRANGER);
      expect(theirs.status).toBe(202);
      expect(theirs.body.pipeline_id).not.toBe(mine.body.pipeline_id);
    });

    it('takes up what a request left behind that died before the start', async () => {
      api.pipelines.onStart = () => {
        api.pipelines.started.pop();
        throw new Error('died');
      };
      expect((await send({ message: 'a' }, 'key')).status).toBe(500);
      api.pipelines.onStart = () => undefined;
      const { body } = await send({ message: 'a' }, 'key');
      expect(api.pipelines.started).toEqual([body.pipeline_id]);
    });

    it('starts nothing again that has its row, though the name is free', async () => {
      const { body } = await send({ message: 'a' }, 'key');
      const { pipeline_id } = body;
      await endedPipeline(api, { pipeline_id });
      api.pipelines.started.length = 0;
      const again = await send({ message: 'a' }, 'key');
      expect(again).toMatchObject({ status: 200, body: { pipeline_id } });
      expect(api.pipelines.started).toEqual([]);
    });

    it('hides projects and sessions of others', async () => {
      const { body } = await send({ message: 'a' }, undefined, STRANGER);
      const { projectId = '' } = body;
      const sessionId = randomUUID();
      const now = new Date().toISOString();
      api.studio.sessions.change({
        isNew: true,
        historyDays: 30,
        session: {
          sessionId,
          projectId,
          userId: STRANGER,
          title: 'x',
          messages: 0,
          createdAt: now,
          updatedAt: now,
        },
      });
      expect((await send({ message: 'a', projectId })).status).toBe(404);
      expect((await send({ message: 'a', sessionId })).status).toBe(404);
      const own = await send({ message: 'a', sessionId }, 'key', STRANGER);
      expect(own).toMatchObject({ status: 202, body: { projectId } });
      const elsewhere = { message: 'a', sessionId, projectId: randomUUID() };
      expect((await send(elsewhere, undefined, STRANGER)).status).toBe(409);
    });

    it('starts nothing in an inactive project', async () => {
      const { body } = await send({ message: 'a' });
      const project = await api.studio.projects.get(body.projectId ?? '');
      if (project)
        await api.studio.projects.update(
          { ...project, status: 'INACTIVE' },
          project.version,
        );
      expect((await send({ message: 'a' })).status).toBe(409);
    });

    it.each([
      ['no message', {}],
      ['an empty one', { message: ' \n' }],
      ['half a character', { message: '\ud83d' }],
      ['one that is too long', { message: 'é'.repeat(65_537) }],
      ['a project that is no id', { message: 'a', projectId: '1' }],
    ])('refuses %s', async (_name, body) => {
      expect((await send(body)).status).toBe(400);
    });
  });

  describe('GET /pipelines/{id}', () => {
    it('shows the stage of one that is under way, and what is known by then', async () => {
      const { body } = await send({ message: 'Hvað?' });
      const { pipeline_id, userId } = body;
      const analysis = analyzeMessage('Hvað?');
      api.pipelines.progresses.set(pipeline_id, {
        stage: 'CallExistingChatbot',
        state: {
          pipeline_id,
          userId,
          startedAt: '2026-01-01T00:00:00.000Z',
          stageTimes: { AnalyzeInput: 12 },
          analysis,
          isEnhanced: false,
        },
      });
      expect((await read(pipeline_id)).body).toMatchObject({
        status: 'RUNNING',
        stage: 'CallExistingChatbot',
        timestamp: '2026-01-01T00:00:00.000Z',
        stageTimes: { AnalyzeInput: 12 },
        analysis,
      });
      expect((await read(pipeline_id, STRANGER)).status).toBe(404);
      expect((await read(pipeline_id, ADMIN)).status).toBe(200);
    });

    it('shows whole texts that the row has the beginning of', async () => {
      const message = 'Löng saga. '.repeat(1_000);
      const { body } = await send({ message });
      const { pipeline_id } = body;
      const final_response = { text: 'Stutt', format: 'raw' as const };
      await endedPipeline(api, {
        pipeline_id,
        user_message: 'Löng',
        final_response,
        isShortened: true,
      });
      const cut = await read(pipeline_id);
      expect(cut.body).toMatchObject({
        user_message: message,
        isShortened: true,
      });
      const key = storageKeys.pipelineAnswer(pipeline_id);
      await api.stores.objects.put(key, 'Stutt en öll');
      expect((await read(pipeline_id)).body).toMatchObject({
        final_response: { text: 'Stutt en öll' },
        isShortened: false,
      });
      const response = { text: 'Öll', format: 'plain' as const };
      await api.stores.objects.put(
        storageKeys.pipelineResponse(pipeline_id),
        JSON.stringify(response),
      );
      const row = api.studio.pipelineLogs.rows.get(pipeline_id);
      if (row)
        api.studio.pipelineLogs.rows.set(pipeline_id, {
          ...row,
          final_response: response,
        });
      expect((await read(pipeline_id)).body.final_response?.text).toBe('Öll');
    });
  });

  it('lists own executions by day and status, and all to administrators', async () => {
    await endedPipeline(api);
    const failed = await endedPipeline(api, { status: 'FAILED' });
    const old = await endedPipeline(api, { day: '2020-02-29' });
    await endedPipeline(api, { userId: STRANGER });
    const list = async (userId: string, query: string) =>
      api.call<Page<PipelineLog> & Told>(userId, 'GET', `/pipelines${query}`);
    const ids = async (userId: string, query: string) =>
      (await list(userId, query)).body.items.map((row) => row.pipeline_id);
    expect(await ids(USER, '')).toHaveLength(3);
    expect(await ids(USER, '?status=FAILED')).toEqual([failed.pipeline_id]);
    expect(await ids(USER, '?day=2020-02-29')).toEqual([old.pipeline_id]);
    expect(await ids(ADMIN, '?scope=all')).toHaveLength(3);
    expect(await ids(ADMIN, '?scope=all&status=COMPLETED')).toHaveLength(3);
    expect(await ids(ADMIN, '')).toEqual([]);
    expect((await list(USER, '?scope=all')).status).toBe(403);
    expect((await list(USER, '?status=RUNNING')).status).toBe(400);
    const { body } = await list(USER, '?limit=2');
    const { nextCursor } = body;
    expect(await ids(USER, `?limit=2&cursor=${nextCursor}`)).toHaveLength(1);
  });

  describe('POST /pipelines/{id}/redrive', () => {
    const redrive = (pipelineId: string, userId = USER) =>
      api.call<PipelineExecution & Told>(
        userId,
        'POST',
        `/pipelines/${pipelineId}/redrive`,
      );

    async function ended(status: PipelineLog['status']): Promise<string> {
      const { body } = await send({ message: 'Hvað?' });
      const { pipeline_id } = body;
      await endedPipeline(api, { pipeline_id, status });
      return pipeline_id;
    }

    it.each(['FAILED', 'TIMED_OUT', 'ABORTED'] as const)(
      'sends the message of one that is %s again, once',
      async (status) => {
        const pipelineId = await ended(status);
        const { status: code, body } = await redrive(pipelineId);
        expect(code).toBe(202);
        expect(body).toMatchObject({
          status: 'RUNNING',
          user_message: 'Hvað?',
          redriveOf: pipelineId,
        });
        const again = await redrive(pipelineId);
        expect(again.body.pipeline_id).toBe(body.pipeline_id);
        expect(api.pipelines.started).toEqual([pipelineId, body.pipeline_id]);
      },
    );

    it('stays its owner’s when an administrator does it', async () => {
      const pipelineId = await ended('FAILED');
      expect((await redrive(pipelineId, ADMIN)).body.userId).toBe(USER);
      expect((await redrive(pipelineId, STRANGER)).status).toBe(404);
    });

    it.each(['COMPLETED', 'DEGRADED'] as const)(
      'is refused for one that is %s',
      async (status) => {
        expect((await redrive(await ended(status))).status).toBe(409);
      },
    );

    it('is refused for one under way, and for one whose message is gone', async () => {
      const { body } = await send({ message: 'Hvað?' });
      expect((await redrive(body.pipeline_id)).status).toBe(409);
      const { pipeline_id } = await endedPipeline(api, { status: 'FAILED' });
      expect(await redrive(pipeline_id)).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('gone') },
      });
    });
  });
});

describe(SignedPipelineController.name, () => {
  const sendSigned = (body: object, headers: Record<string, string> = {}) =>
    api.request<PipelineExecution & Told>('POST', '/pipeline', {
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('takes the principal that signed for the owner', async () => {
    api.signature.arn = PRINCIPAL;
    const { status, body } = await sendSigned({ message: 'a' });
    expect(status).toBe(202);
    expect(body.userId).toBe(PRINCIPAL);
    expect(await api.studio.projects.get(body.projectId ?? '')).toMatchObject({
      owner: PRINCIPAL,
    });
    expect((await read(body.pipeline_id)).status).toBe(404);
    expect((await read(body.pipeline_id, ADMIN)).status).toBe(200);
  });

  it('lets it read the answer by repeating the request', async () => {
    api.signature.arn = PRINCIPAL;
    const key = { 'idempotency-key': 'k' };
    const { body } = await sendSigned({ message: 'a' }, key);
    const { pipeline_id, userId } = body;
    await endedPipeline(api, { pipeline_id, userId });
    expect(await sendSigned({ message: 'a' }, key)).toMatchObject({
      status: 200,
      body: { status: 'COMPLETED' },
    });
    expect((await sendSigned({ message: 'b' }, key)).status).toBe(409);
  });

  it('is not there without a gateway, whatever token comes with it', async () => {
    const token = { authorization: `Bearer ${api.issuer.token(ADMIN)}` };
    for (const headers of [{}, token]) {
      const { status, body } = await sendSigned({ message: 'a' }, headers);
      expect(status).toBe(404);
      expect(body.detail).toContain('POST /pipelines');
    }
    expect(api.pipelines.started).toEqual([]);
  });
});
