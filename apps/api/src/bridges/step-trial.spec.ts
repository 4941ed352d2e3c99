import { randomUUID } from 'node:crypto';
import type {
  ChatMessage,
  Page,
  Problem,
  Project,
  ProjectInput,
  Run,
  Session,
  StepTrialRequest,
  Template,
  TemplateInput,
} from '@plot-palette/domain';
import { RunningApi, STRANGER, USER } from '../testing/running-api.fixture';
import { StepTrial } from './step-trial';

const STEPS: TemplateInput['steps'] = [
  {
    id: 'story',
    model: 'llama-3.1-8b',
    system: 'You write for {{ reader.name }}.',
    prompt: 'About a {{ animal }}.',
    maxTokens: 200,
    temperature: 0.3,
  },
  {
    id: 'moral',
    modelTier: 'cheap',
    prompt: 'The moral of: {{ steps.story.output }}',
    outputSchema: { type: 'object', properties: { moral: {} } },
  },
  { id: 'tone', prompt: 'Be kind.' },
];
const ROW = { animal: 'þröstur 🐦', reader: { name: 'Ada' } };

describe(StepTrial.name, () => {
  let api: RunningApi;
  beforeEach(async () => {
    api = await RunningApi.start();
  });
  afterEach(() => api.stop());

  async function newTemplate(overrides: Partial<TemplateInput> = {}) {
    const { body } = await api.call<Template>(USER, 'POST', '/templates', {
      name: 'Fable',
      steps: STEPS,
      ...overrides,
    });
    return body.templateId;
  }

  async function newProject(overrides: Partial<ProjectInput> = {}) {
    const project = { name: 'Fables', ...overrides };
    const path = '/api/projects';
    const { body } = await api.call<Project>(USER, 'POST', path, project);
    return body.projectId;
  }

  const trial = (
    templateId: string,
    request: Partial<StepTrialRequest> = {},
    { user = USER, key }: { user?: string; key?: string } = {},
  ) =>
    api.call<Run & Omit<Problem, 'status'>>(
      user,
      'POST',
      `/templates/${templateId}/try`,
      { stepId: 'story', row: ROW, ...request },
      key === undefined ? {} : { 'idempotency-key': key },
    );

  const questionOf = async ({ sessionId }: Run) => {
    const [question] = await api.studio.sessions.messages(sessionId);
    return question as Extract<ChatMessage, { role: 'user' }>;
  };

  it("asks the rendered step with its own system prompt, model and parameters, and none of the project's", async () => {
    const projectId = await newProject({
      settings: { parameters: { topP: 0.5, maxTokens: 9 } },
    });
    const path = `/api/projects/${projectId}/prompts`;
    await api.call(USER, 'POST', path, { title: 'Tone', content: 'Be brief.' });
    const { status, body } = await trial(await newTemplate(), { projectId });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      projectId,
      userId: USER,
      status: 'QUEUED',
      model: 'llama-3.1-8b',
      notes: [],
    });
    expect(body.parameters).toEqual({ maxTokens: 200, temperature: 0.3 });
    expect(await questionOf(body)).toMatchObject({
      text: 'About a þröstur 🐦.',
      system: 'You write for Ada.',
      parentId: null,
    });
    expect(api.functions.generated).toEqual([body.runId]);
  });

  it('says what differs from a job: earlier answers and output schema', async () => {
    const templateId = await newTemplate();
    const { body } = await trial(templateId, { stepId: 'moral' });
    expect(await questionOf(body)).toMatchObject({
      text: 'The moral of: <output of story>',
      system: '',
    });
    expect(body.notes).toEqual([
      expect.stringContaining('answers of story'),
      expect.stringContaining('output schema'),
    ]);
  });

  it("has a project of the user's own for trials without one, made once", async () => {
    const templateId = await newTemplate();
    const runs = await Promise.all([1, 2, 3].map(() => trial(templateId)));
    const projects = await api.call<Page<Project>>(
      USER,
      'GET',
      '/api/projects',
    );
    expect(projects.body.items).toMatchObject([
      { name: 'Template trials', owner: USER },
    ]);
    const [project] = projects.body.items;
    expect(runs.map(({ body }) => body.projectId)).toEqual(
      runs.map(() => project?.projectId),
    );
    await api.call(USER, 'DELETE', `/api/projects/${project?.projectId}`);
    expect((await trial(templateId)).status).toBe(202);
  });

  it('makes one run of a request that is repeated under a key', async () => {
    const templateId = await newTemplate();
    const first = await trial(templateId, {}, { key: 'once' });
    const again = await trial(templateId, {}, { key: 'once' });
    expect([again.status, again.body]).toEqual([202, first.body]);
    const row = { ...ROW, reader: { name: 'Bo' } };
    const other = await trial(templateId, { row }, { key: 'once' });
    expect(other.status).toBe(409);
    const { body } = await api.call<Page<Session>>(USER, 'GET', '/sessions');
    expect(body.items).toHaveLength(1);
  });

  it.each<[string, Partial<StepTrialRequest>, string, RegExp]>([
    ['a step that there is not', { stepId: 'end' }, 'stepId', /story, moral/],
    ['a fragment', { stepId: 'tone' }, 'stepId', /fragment/],
    [
      'a row that lacks what the prompt needs',
      { row: { animal: 'fox' } },
      'step story, line 1, column 24',
      /reader/,
    ],
  ])('refuses %s, and says where', async (_what, request, where, message) => {
    const { status, body } = await trial(await newTemplate(), request);
    expect(status).toBe(400);
    expect(body.detail).toMatch(message);
    expect(body.issues?.[0]?.where).toBe(where);
    expect(api.functions.generated).toEqual([]);
  });

  it.each([
    ['nothing', '{{ animal if false }}', /empty/],
    [
      'for ever',
      '{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}',
      /cannot be rendered/,
    ],
    ['more than fits', '{{ animal * 99999999 }}', /cannot be rendered/],
  ])('refuses a prompt that renders %s', async (_what, prompt, message) => {
    const steps = [{ id: 'story', model: 'llama-3.1-8b', prompt }];
    const { status, body } = await trial(await newTemplate({ steps }));
    expect([status, body.detail]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
    expect(api.functions.generated).toEqual([]);
  });

  it("takes public templates, but nobody else's private ones or projects", async () => {
    const hidden = await newTemplate();
    const shared = await newTemplate({ isPublic: true });
    const stranger = { user: STRANGER };
    expect((await trial(hidden, {}, stranger)).status).toBe(404);
    const { status, body } = await trial(shared, {}, stranger);
    expect([status, body.userId]).toEqual([202, STRANGER]);
    const projectId = await newProject();
    expect((await trial(shared, { projectId }, stranger)).status).toBe(404);
    expect((await trial(randomUUID())).status).toBe(404);
  });

  it('starts nothing in a project that is INACTIVE', async () => {
    const projectId = await newProject({ status: 'INACTIVE' });
    expect((await trial(await newTemplate(), { projectId })).status).toBe(409);
  });
});
