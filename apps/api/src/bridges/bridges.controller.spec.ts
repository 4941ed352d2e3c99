import { randomUUID } from 'node:crypto';
import {
  answerMessageSchema,
  MAX_PROMPT_CHARACTERS,
  storageKeys,
  type Problem,
  type Project,
  type ProjectInput,
  type PromptCardInput,
  type Run,
  type SeedData,
  type Template,
  type TemplatePreview,
} from '@plot-palette/domain';
import {
  ADMIN,
  RunningApi,
  STRANGER,
  USER,
} from '../testing/running-api.fixture';
import { BridgesController } from './bridges.controller';

describe(BridgesController.name, () => {
  let api: RunningApi;
  let projectId: string;
  beforeEach(async () => {
    api = await RunningApi.start();
    projectId = await newProject({ name: 'Fables' });
  });
  afterEach(() => api.stop());

  async function newProject(project: ProjectInput): Promise<string> {
    const path = '/api/projects';
    const { body } = await api.call<Project>(USER, 'POST', path, project);
    return body.projectId;
  }

  describe('cards to template', () => {
    const addCard = (content: string, more: Partial<PromptCardInput> = {}) =>
      api.call(USER, 'POST', `/api/projects/${projectId}/prompts`, {
        title: 'Tone',
        content,
        ...more,
      });
    const toTemplate = <Body = Template>(user = USER, body: object = {}) =>
      api.call<Body>(user, 'POST', `/api/projects/${projectId}/template`, body);

    it("makes the active cards, in their order, a step's system prompt, with the project's model and parameters", async () => {
      projectId = await newProject({
        name: 'Fables',
        settings: { model: 'llama-3.1-8b', parameters: { temperature: 0.3 } },
      });
      await addCard('Be brief.', { stepOrder: 2 });
      await addCard('Be kind. Þökk.', { title: 'Kindness', stepOrder: 1 });
      await addCard('Unused', { isActive: false });
      const { status, body, headers } = await toTemplate();
      expect([status, headers.get('etag')]).toEqual([201, '"1"']);
      expect(body).toMatchObject({
        name: 'Fables',
        description:
          'From the prompt cards of the project Fables: Kindness (version 1), Tone (version 1).',
        userId: USER,
        isPublic: false,
        requiredPaths: ['question'],
        steps: [
          {
            id: 'answer',
            model: 'llama-3.1-8b',
            temperature: 0.3,
            system: 'Be kind. Þökk.\n\nBe brief.',
            prompt: '{{ question }}',
          },
        ],
      });
      const read = await api.call(USER, 'GET', `/templates/${body.templateId}`);
      expect(read.body).toEqual(body);
    });

    it('keeps what looks like the template language as it is', async () => {
      const text = 'Write {{ name }}.\n{% include "secret" %}{# why #}\n';
      await addCard(text);
      const { body } = await toTemplate(USER, { name: 'Ævintýri' });
      expect(body).toMatchObject({
        name: 'Ævintýri',
        requiredPaths: ['question'],
        steps: [{ modelTier: 'balanced' }],
      });
      const preview = await api.call<TemplatePreview>(
        USER,
        'POST',
        '/templates/preview',
        { steps: body.steps, row: { question: 'Why?' } },
      );
      expect(preview.body.prompts).toEqual([
        { stepId: 'answer', system: text, prompt: 'Why?' },
      ]);
    });

    it('refuses a project without an active card, and cards that are too long together', async () => {
      const none = await toTemplate<Problem>();
      expect(none.status).toBe(409);
      expect(none.body.detail).toContain('no active card');
      const half = 'x'.repeat(MAX_PROMPT_CHARACTERS / 2);
      await addCard(half);
      await addCard(half);
      const long = await toTemplate<Problem>();
      expect(long.status).toBe(400);
      expect(long.body.detail).toContain(`${MAX_PROMPT_CHARACTERS + 2}`);
    });

    it("takes nobody else's cards; an administrator's template is his own", async () => {
      await addCard('Be brief.');
      expect((await toTemplate(STRANGER)).status).toBe(404);
      expect((await toTemplate(ADMIN)).body.userId).toBe(ADMIN);
    });
  });

  describe('session to seed data', () => {
    const ask = async (text: string, sessionId?: string) =>
      (
        await api.call<Run>(USER, 'POST', '/runs', {
          projectId,
          ...(sessionId !== undefined && { sessionId }),
          action: { kind: 'MESSAGE', text },
        })
      ).body;

    function answer(run: Run, text: string, end: object = {}): void {
      const { runId, answerMessageId, sessionId, userMessageId } = run;
      api.studio.sessions.add(
        answerMessageSchema.parse({
          role: 'assistant',
          messageId: answerMessageId,
          sessionId,
          parentId: userMessageId,
          text,
          createdAt: new Date().toISOString(),
          runId,
          status: 'COMPLETED',
          model: 'llama-3.1-8b',
          promptCardsUsed: [],
          costNanoUsd: 0,
          ...end,
        }),
      );
    }

    const toSeedData = <Body = SeedData>(
      sessionId: string,
      user = USER,
      body: object = {},
    ) => api.call<Body>(user, 'POST', `/sessions/${sessionId}/seed-data`, body);

    it('stores a row for each finished answer, to be profiled like an upload', async () => {
      const first = await ask('Hví?\n"Why"');
      answer(first, 'Because 🦊');
      const second = await ask('And?', first.sessionId);
      answer(second, 'half', { status: 'STOPPED' });
      const { status, body } = await toSeedData(first.sessionId);
      expect(status).toBe(201);
      const key = storageKeys.seedOriginal(USER, body.seedId);
      const content = api.stores.objects.objects.get(key)?.toString() ?? '';
      expect(body).toMatchObject({
        name: 'Hví? "Why"',
        userId: USER,
        fileName: `session-${first.sessionId}.jsonl`,
        format: 'jsonl',
        state: 'AWAITING_UPLOAD',
        bytes: Buffer.byteLength(content),
      });
      expect(content.split('\n')).toHaveLength(2);
      expect(JSON.parse(content)).toEqual({
        question: 'Hví?\n"Why"',
        answer: 'Because 🦊',
        model: 'llama-3.1-8b',
      });
      const read = await api.call(USER, 'GET', `/seed-data/${body.seedId}`);
      expect(read.body).toEqual(body);
    });

    it('takes a name', async () => {
      const run = await ask('Why?');
      answer(run, 'Because');
      const { body } = await toSeedData(run.sessionId, USER, { name: 'Mine' });
      expect(body.name).toBe('Mine');
    });

    it('refuses a session without a finished answer', async () => {
      const run = await ask('Why?');
      const { status, body } = await toSeedData<Problem>(run.sessionId);
      expect(status).toBe(409);
      expect(body.detail).toContain('no finished answer');
      expect(api.stores.seeds.rows.size).toBe(0);
    });

    it("takes nobody else's session, an administrator included", async () => {
      const run = await ask('Why?');
      answer(run, 'Because');
      for (const other of [STRANGER, ADMIN])
        expect((await toSeedData(run.sessionId, other)).status).toBe(404);
      expect((await toSeedData(randomUUID())).status).toBe(404);
      expect(api.stores.seeds.rows.size).toBe(0);
    });

    it('leaves nothing behind when the rows cannot be stored', async () => {
      const run = await ask('Why?');
      answer(run, 'Because');
      jest
        .spyOn(api.stores.objects, 'put')
        .mockRejectedValueOnce(new Error('the bucket cannot be reached'));
      expect((await toSeedData(run.sessionId)).status).toBe(500);
      expect(api.stores.seeds.rows.size).toBe(0);
    });
  });
});
