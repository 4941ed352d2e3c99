import {
  answerMessageSchema,
  sessionHistorySchema,
  type Page,
  type Project,
  type Run,
  type Session,
  type SessionHistory,
} from '@plot-palette/domain';
import { RunningApi, STRANGER, USER } from '../testing/running-api.fixture';
import { SessionsController } from './sessions.controller';

describe(SessionsController.name, () => {
  let api: RunningApi;
  let projectId: string;
  beforeEach(async () => {
    api = await RunningApi.start();
    projectId = await createProject();
  });
  afterEach(() => api.stop());

  async function createProject(): Promise<string> {
    const { body } = await api.call<Project>(USER, 'POST', '/api/projects', {
      name: 'Fables',
    });
    return body.projectId;
  }

  async function ask(text: string, sessionId?: string): Promise<Run> {
    const { body } = await api.call<Run>(USER, 'POST', '/runs', {
      projectId,
      sessionId,
      action: { kind: 'MESSAGE', text },
    });
    return body;
  }

  function answer(run: Run, end: object = {}): void {
    const { runId, sessionId, userMessageId, answerMessageId } = run;
    const message = answerMessageSchema.parse({
      role: 'assistant',
      messageId: answerMessageId,
      sessionId,
      parentId: userMessageId,
      text: 'Because.',
      createdAt: new Date().toISOString(),
      runId,
      status: 'COMPLETED',
      model: 'llama-3.1-8b',
      promptCardsUsed: [],
      costNanoUsd: 7,
      ...end,
    });
    api.studio.sessions.add(message);
  }

  const list = (query = '', user = USER) =>
    api.call<Page<Session>>(user, 'GET', `/sessions${query}`);

  it('shows a session with its messages, oldest first', async () => {
    const run = await ask('Why?');
    answer(run);
    const { status, body } = await api.call<SessionHistory>(
      USER,
      'GET',
      `/sessions/${run.sessionId}`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ projectId, title: 'Why?', messages: 2 });
    expect(body.history.map(({ role, text }) => [role, text])).toEqual([
      ['user', 'Why?'],
      ['assistant', 'Because.'],
    ]);
  });

  it('cuts a long question down to a title, without half a character', async () => {
    const { sessionId } = await ask(`${'🦊'.repeat(200)}\nand more`);
    const { body } = await api.call<Session>(
      USER,
      'GET',
      `/sessions/${sessionId}`,
    );
    expect(body.title).not.toMatch(/\p{Surrogate}/u);
    expect(body.title.length).toBeLessThanOrEqual(200);
  });

  it('finds own sessions by project and by title, in any case', async () => {
    const first = await ask('Why is the SKY blue?');
    const fox = await ask('What does the fox say?');
    projectId = await createProject();
    const other = await ask('Sky again');
    const found = async (query: string) =>
      (await list(query)).body.items.map(({ sessionId }) => sessionId);
    expect(await found('')).toEqual([
      other.sessionId,
      fox.sessionId,
      first.sessionId,
    ]);
    expect(await found('?search=sky')).toEqual([
      other.sessionId,
      first.sessionId,
    ]);
    expect(await found(`?search=SKY&projectId=${projectId}`)).toEqual([
      other.sessionId,
    ]);
    expect((await list('', STRANGER)).body.items).toEqual([]);
  });

  it('renames a session, and refuses titles that say nothing', async () => {
    const { sessionId } = await ask('Why?');
    const rename = (title: string) =>
      api.call<Session>(USER, 'PATCH', `/sessions/${sessionId}`, { title });
    const { status, body } = await rename(' Ævintýri ');
    expect([status, body.title]).toEqual([200, 'Ævintýri']);
    for (const title of [' ', 'x'.repeat(201), 'half \uD83E'])
      expect((await rename(title)).status).toBe(400);
  });

  it('deletes a session: it is gone, and a run in it is refused', async () => {
    const { sessionId } = await ask('Why?');
    const path = `/sessions/${sessionId}`;
    expect((await api.call(USER, 'DELETE', path)).status).toBe(204);
    expect((await api.call(USER, 'GET', path)).status).toBe(404);
    expect((await api.call(USER, 'DELETE', path)).status).toBe(404);
    const { status } = await api.call(USER, 'POST', '/runs', {
      projectId,
      sessionId,
      action: { kind: 'MESSAGE', text: 'And?' },
    });
    expect(status).toBe(404);
  });

  it('exports a session as JSON that says all that the session says', async () => {
    const run = await ask('Why?');
    answer(run);
    const path = `/sessions/${run.sessionId}`;
    const shown = await api.call(USER, 'GET', path);
    const { headers, body } = await api.call(USER, 'GET', `${path}/export`);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="session-${run.sessionId}.json"`,
    );
    expect(sessionHistorySchema.parse(body)).toEqual(shown.body);
  });

  it('exports Markdown for people: who said what, what was cut off, where it branches', async () => {
    const run = await ask('Why\nis the sky blue?');
    answer(run);
    answer(run, {
      messageId: run.runId,
      text: '',
      status: 'FAILED',
      failure: { kind: 'TIME_OUT', message: 'It took too long.' },
    });
    const { headers, body } = await api.call<string>(
      USER,
      'GET',
      `/sessions/${run.sessionId}/export?format=markdown`,
    );
    expect(headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(body).toBe(`# Why is the sky blue?

## 1. You

Why
is the sky blue?

## 2. llama-3.1-8b

Because.

## 3. llama-3.1-8b (after 1)

*(no text)*

> It took too long.
`);
  });
});
