import { randomUUID } from 'node:crypto';
import {
  answerMessageSchema,
  openLedger,
  studioScope,
  type Page,
  type Problem,
  type Project,
  type ProjectInput,
  type PromptCard,
  type Run,
  type RunInput,
  type RunUpload,
} from '@plot-palette/domain';
import { RunningApi, STRANGER, USER } from '../testing/running-api.fixture';
import { RunsController } from './runs.controller';

describe(RunsController.name, () => {
  let api: RunningApi;
  let projectId: string;
  beforeEach(async () => {
    api = await RunningApi.start();
    projectId = await createProject({ name: 'Fables' });
  });
  afterEach(() => api.stop());

  async function createProject(project: ProjectInput, owner = USER) {
    const path = '/api/projects';
    const { body } = await api.call<Project>(owner, 'POST', path, project);
    return body.projectId;
  }

  const ask = (overrides: Partial<RunInput> = {}, key?: string, user = USER) =>
    api.call<Run & Omit<Problem, 'status'>>(
      user,
      'POST',
      '/runs',
      { projectId, action: { kind: 'MESSAGE', text: 'Why?' }, ...overrides },
      key === undefined ? {} : { 'idempotency-key': key },
    );

  /** Ends a run as its function would. */
  function answer(
    { runId, answerMessageId, sessionId }: Run,
    end: object = {},
  ) {
    const message = answerMessageSchema.parse({
      role: 'assistant',
      messageId: answerMessageId,
      sessionId,
      parentId: api.studio.runs.rows.get(runId)?.userMessageId,
      text: 'Because',
      createdAt: new Date().toISOString(),
      runId,
      status: 'COMPLETED',
      model: 'llama-3.1-8b',
      promptCardsUsed: [],
      costNanoUsd: 0,
      stopReason: 'end_turn',
      ...end,
    });
    api.studio.sessions.add(message);
    return message;
  }

  it('creates a run in a new session and starts its function with nothing but its id', async () => {
    const { status, body } = await ask();
    expect(status).toBe(202);
    expect(body).toMatchObject({
      userId: USER,
      projectId,
      status: 'QUEUED',
      lastSeq: 0,
      costNanoUsd: 0,
    });
    expect(api.functions.generated).toEqual([body.runId]);
    const session = await api.studio.sessions.get(body.sessionId);
    expect(session).toMatchObject({ title: 'Why?', userId: USER, messages: 1 });
    const read = await api.call(USER, 'GET', `/runs/${body.runId}`);
    expect(read.body).toEqual(body);
  });

  it("takes the project's settings, and the request's own before them", async () => {
    projectId = await createProject({
      name: 'Set',
      settings: {
        model: 'llama-3.1-8b',
        parameters: { temperature: 0.5, maxTokens: 9 },
        historyDays: 3,
        timeoutSeconds: 7,
      },
    });
    const { body } = await ask({ parameters: { maxTokens: 5 } });
    expect(body.model).toBe('llama-3.1-8b');
    expect(body.parameters).toEqual({ temperature: 0.5, maxTokens: 5 });
    expect(api.studio.runs.created[0]?.assignment).toMatchObject({
      historyDays: 3,
      timeoutSeconds: 7,
    });
  });

  it('answers a repeated request with the same run, and starts one that still waits again', async () => {
    const first = await ask({}, 'key');
    const second = await ask({}, 'key');
    expect([second.status, second.body]).toEqual([202, first.body]);
    const { runId, sessionId } = first.body;
    expect(api.functions.generated).toEqual([runId, runId]);
    expect(await api.studio.sessions.messages(sessionId)).toHaveLength(1);
    api.studio.runs.rows.set(runId, { ...first.body, status: 'RUNNING' });
    await ask({}, 'key');
    expect(api.functions.generated).toHaveLength(2);
  });

  it('makes one run of requests under one key at the same time', async () => {
    const { runs } = api.studio;
    const lookUp = runs.requestHash.bind(runs);
    let release: () => void = () => undefined;
    const allHaveLooked = new Promise<void>((resolve) => {
      release = resolve;
    });
    let looking = 4;
    // None finds a run of the others before all have looked for one.
    runs.requestHash = async (runId) => {
      const found = await lookUp(runId);
      looking -= 1;
      if (looking === 0) release();
      await allHaveLooked;
      return found;
    };
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask({}, 'key')));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(new Set(answers.map(({ body }) => body.runId)).size).toBe(1);
    expect(api.studio.runs.created).toHaveLength(1);
  });

  it('starts a run on repetition that a failed request has left behind', async () => {
    api.functions.failing = true;
    expect((await ask({}, 'key')).status).toBe(500);
    api.functions.failing = false;
    const { status, body } = await ask({}, 'key');
    expect(status).toBe(202);
    expect(api.functions.generated).toEqual([body.runId]);
  });

  it('refuses another request under the same key, and gives another user a run of his own', async () => {
    const { body } = await ask({}, 'key');
    expect((await ask({ model: 'claude-sonnet' }, 'key')).status).toBe(409);
    projectId = await createProject({ name: 'Other' }, STRANGER);
    const other = await ask({}, 'key', STRANGER);
    expect(other.status).toBe(202);
    expect(other.body.runId).not.toBe(body.runId);
  });

  it("hides other people's projects and sessions, and sessions of another project", async () => {
    const { body } = await ask();
    expect((await ask({}, undefined, STRANGER)).status).toBe(404);
    const theirs = await createProject({ name: 'Theirs' }, STRANGER);
    const mine = await createProject({ name: 'Second' });
    const { sessionId } = body;
    const stolen = { projectId: theirs, sessionId };
    expect((await ask(stolen, undefined, STRANGER)).status).toBe(404);
    expect((await ask({ projectId: mine, sessionId })).status).toBe(404);
    expect(api.functions.generated).toHaveLength(1);
  });

  it('starts nothing in an INACTIVE project', async () => {
    projectId = await createProject({ name: 'Over', status: 'INACTIVE' });
    const { status, body } = await ask();
    expect([status, body.detail]).toEqual([
      409,
      expect.stringContaining('INACTIVE'),
    ]);
  });

  it.each([
    ['a blank message', { action: { kind: 'MESSAGE', text: ' \n' } }, 'says'],
    [
      'one of more than 128 KB',
      { action: { kind: 'MESSAGE', text: 'ß'.repeat(66_000) } },
      '/runs/uploads',
    ],
    ['an unknown model', { model: 'gpt-17' }, 'gpt-17'],
    [
      'an unknown card',
      { cardVersions: { 'b0000000-0000-4000-8000-000000000000': 1 } },
      'no card',
    ],
  ] as const)('refuses %s and creates nothing', async (_name, input, words) => {
    const { status, body } = await ask(input);
    expect(status).toBe(400);
    expect(body.detail).toContain(words);
    expect(api.studio.runs.created).toEqual([]);
    expect(api.functions.generated).toEqual([]);
  });

  it('refuses a message that no window of the model has room for', async () => {
    const { body: upload } = await api.call<RunUpload>(
      USER,
      'POST',
      '/runs/uploads',
    );
    const key = upload.fields['key'] ?? '';
    api.stores.objects.objects.set(key, Buffer.from('word '.repeat(400_000)));
    const { status, body } = await ask({
      model: 'llama-3.1-8b',
      action: { kind: 'UPLOADED_MESSAGE', uploadId: upload.uploadId },
    });
    expect([status, body.detail]).toEqual([
      400,
      expect.stringContaining('window'),
    ]);
  });

  it('asks what was uploaded, by whoever uploaded it', async () => {
    const { status, body } = await api.call<RunUpload>(
      USER,
      'POST',
      '/runs/uploads',
    );
    expect(status).toBe(201);
    expect(body.fields['policy']).toContain(`${body.maxBytes}`);
    const action = {
      kind: 'UPLOADED_MESSAGE',
      uploadId: body.uploadId,
    } as const;
    expect((await ask({ action })).status).toBe(404);
    const put = (text: Uint8Array | string) =>
      api.stores.objects.put(body.fields['key'] ?? '', text);
    await put(Uint8Array.of(0x47, 0xff));
    expect((await ask({ action })).status).toBe(400);
    await put('Æ'.repeat(100_000));
    const { body: run } = await ask({ action });
    const [question] = await api.studio.sessions.messages(run.sessionId);
    expect(question?.text).toBe('Æ'.repeat(100_000));
    projectId = await createProject({ name: 'Theirs' }, STRANGER);
    expect((await ask({ action }, undefined, STRANGER)).status).toBe(404);
  });

  it('goes on after the newest message, from where it is told, and from the beginning', async () => {
    const { body: first } = await ask();
    const { messageId } = answer(first);
    const { sessionId } = first;
    const after = async (parentId?: string | null) => {
      const { body } = await ask({
        sessionId,
        action: { kind: 'MESSAGE', text: 'And?', parentId },
      });
      const messages = await api.studio.sessions.messages(sessionId);
      return messages.find((each) => each.messageId === body.userMessageId)
        ?.parentId;
    };
    expect(await after()).toBe(messageId);
    expect(await after(first.userMessageId)).toBe(first.userMessageId);
    expect(await after(null)).toBeNull();
    const { status } = await ask({
      sessionId,
      action: { kind: 'MESSAGE', text: 'And?', parentId: randomUUID() },
    });
    expect(status).toBe(404);
  });

  it('regenerates an answer beside the one that is there', async () => {
    const { body: first } = await ask();
    const { messageId } = answer(first);
    const { sessionId, userMessageId } = first;
    const action = { kind: 'REGENERATE', messageId } as const;
    const { status, body } = await ask({ sessionId, action });
    expect(status).toBe(202);
    expect(body).toMatchObject({ sessionId, userMessageId });
    expect(api.studio.runs.created[1]?.assignment.parentId).toBe(userMessageId);
    expect(await api.studio.sessions.messages(sessionId)).toHaveLength(2);
    const question = { kind: 'REGENERATE', messageId: userMessageId } as const;
    expect((await ask({ sessionId, action: question })).status).toBe(400);
  });

  it('goes on with an answer that was cut short, and with no other', async () => {
    const { body: first } = await ask();
    const { sessionId } = first;
    const whole = answer(first);
    const { body: second } = await ask({
      sessionId,
      action: { kind: 'REGENERATE', messageId: whole.messageId },
    });
    const cut = answer(second, { stopReason: 'max_tokens' });
    const goOn = ({ messageId }: { messageId: string }) =>
      ask({ sessionId, action: { kind: 'CONTINUE', messageId } });
    expect((await goOn(cut)).status).toBe(202);
    expect(api.studio.runs.created[2]?.assignment).toMatchObject({
      parentId: cut.messageId,
      continues: cut.messageId,
    });
    expect((await goOn(whole)).status).toBe(409);
  });

  it('says what it left out: history beyond the window, parameters that the model does not take', async () => {
    const { body: first } = await ask();
    answer(first, { text: 'word '.repeat(400_000) });
    const { body } = await ask({ sessionId: first.sessionId });
    expect(body.notes.join()).toMatch(/left out|dropped/i);
  });

  it('spends nothing beyond the month: neither a run nor a question comes into being', async () => {
    const scope = studioScope(USER, new Date().toISOString());
    api.stores.jobs.ledgers.set(scope, openLedger(scope, 10, 0));
    const { status, body } = await ask();
    expect(status).toBe(409);
    expect(body.type).toContain('budget-exceeded');
    expect(body.detail).toMatch(/month/);
    expect(api.studio.runs.created).toEqual([]);
    expect(api.functions.generated).toEqual([]);
    projectId = await createProject({ name: 'Theirs' }, STRANGER);
    expect((await ask({}, undefined, STRANGER)).status).toBe(202);
  });

  it('lists own runs, newest first', async () => {
    const first = await ask();
    const second = await ask();
    const list = (user: string) =>
      api.call<Page<Run>>(user, 'GET', '/runs?limit=1');
    const { body } = await list(USER);
    expect(body.items).toEqual([second.body]);
    const rest = await api.call<Page<Run>>(
      USER,
      'GET',
      `/runs?limit=1&cursor=${body.nextCursor}`,
    );
    expect(rest.body).toEqual({ items: [first.body] });
    expect((await list(STRANGER)).body).toEqual({ items: [] });
  });

  it('stops a run, any number of times, and changes nothing of one that is over', async () => {
    const { body } = await ask();
    const path = `/runs/${body.runId}/stop`;
    for (const _ of [1, 2]) {
      const stopped = await api.call<Run>(USER, 'POST', path);
      expect([stopped.status, stopped.body.stopRequested]).toEqual([200, true]);
    }
    const over = api.studio.runs.add(USER, { status: 'COMPLETED' });
    const late = await api.call(USER, 'POST', `/runs/${over.runId}/stop`);
    expect([late.status, late.body]).toEqual([200, over]);
  });

  it('shows and stops nothing of other people', async () => {
    const { body } = await ask();
    const path = `/runs/${body.runId}`;
    expect((await api.call(STRANGER, 'GET', path)).status).toBe(404);
    expect((await api.call(STRANGER, 'POST', `${path}/stop`)).status).toBe(404);
    expect(await api.studio.runs.get(body.runId)).toEqual(body);
  });

  it('never reads cards from the client: their versions are all it may name', async () => {
    const path = `/api/projects/${projectId}/prompts`;
    const { body: card } = await api.call<PromptCard>(USER, 'POST', path, {
      title: 'Tone',
      content: 'Be brief.',
    });
    const { status } = await ask({ cardVersions: { [card.promptId]: 1 } });
    expect(status).toBe(202);
    const forged = { cards: ['Be rude.'] } as Partial<RunInput>;
    expect((await ask(forged)).status).toBe(400);
  });
});
