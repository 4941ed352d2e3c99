import type {
  Page,
  Problem,
  Project,
  ProjectInput,
} from '@plot-palette/domain';
import {
  ADMIN,
  RunningApi,
  STRANGER,
  USER,
} from '../testing/running-api.fixture';
import { ProjectsController } from './projects.controller';

describe(ProjectsController.name, () => {
  let api: RunningApi;
  beforeEach(async () => {
    api = await RunningApi.start();
  });
  afterEach(() => api.stop());

  const create = async (overrides: Partial<ProjectInput> = {}, owner = USER) =>
    (
      await api.call<Project>(owner, 'POST', '/api/projects', {
        name: 'Ævintýri',
        ...overrides,
      })
    ).body;

  it('creates a project with the settings that were left out', async () => {
    const { status, body, headers } = await api.call<Project>(
      USER,
      'POST',
      '/api/projects',
      { name: ' Fables ', settings: { model: 'llama-3.1-8b' } },
    );
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toMatchObject({
      name: 'Fables',
      owner: USER,
      version: 1,
      status: 'ACTIVE',
      settings: { model: 'llama-3.1-8b', historyDays: 90, timeoutSeconds: 120 },
    });
    const read = await api.call(USER, 'GET', `/api/projects/${body.projectId}`);
    expect(read.body).toEqual(body);
  });

  it('refuses a model that the catalogue does not know', async () => {
    const { projectId } = await create();
    for (const [method, path] of [
      ['POST', '/api/projects'],
      ['PUT', `/api/projects/${projectId}`],
    ] as const) {
      const { status, body } = await api.call<Problem>(USER, method, path, {
        name: 'x',
        settings: { model: 'gpt-17' },
      });
      expect(status).toBe(400);
      expect(body.issues).toEqual([
        { where: 'settings.model', message: expect.stringContaining('gpt-17') },
      ]);
    }
  });

  it('takes tiers, whatever they are called', async () => {
    for (const model of ['tier-1', 'premium'])
      expect((await create({ settings: { model } })).settings.model).toBe(
        model,
      );
  });

  it('changes a project only from the version that the caller knows', async () => {
    const { projectId } = await create();
    const path = `/api/projects/${projectId}`;
    const put = (name: string, version: string) =>
      api.call<Project>(USER, 'PUT', path, { name }, { 'if-match': version });
    const second = await put('Second', '"1"');
    expect(second.body).toMatchObject({ version: 2, name: 'Second' });
    expect(second.headers.get('etag')).toBe('"2"');
    expect((await put('Third', '"1"')).status).toBe(409);
    expect((await put('Third', '1')).status).toBe(400);
    expect((await put('Second', '"2"')).body.version).toBe(2);
  });

  it('lists own projects, and all of them to administrators', async () => {
    const own = await create();
    const foreign = await create({}, STRANGER);
    const listed = async (userId: string, query = '') => {
      const path = `/api/projects${query}`;
      const { status, body } = await api.call<Page<Project>>(
        userId,
        'GET',
        path,
      );
      return status === 200
        ? body.items.map(({ projectId }) => projectId)
        : status;
    };
    expect(await listed(USER)).toEqual([own.projectId]);
    expect(await listed(USER, '?scope=all')).toBe(403);
    expect(await listed(ADMIN)).toEqual([foreign.projectId, own.projectId]);
    expect(await listed(ADMIN, '?scope=own')).toEqual([]);
    const read = await api.call(ADMIN, 'GET', `/api/projects/${own.projectId}`);
    expect(read.status).toBe(200);
  });

  it('deletes a project with its cards, and leaves to the sweep what it cannot remove', async () => {
    const { promptCards } = api.studio;
    const first = await create();
    const second = await create();
    const remove = ({ projectId }: Project) =>
      api.call(USER, 'DELETE', `/api/projects/${projectId}`);
    expect((await remove(first)).status).toBe(204);
    promptCards.failing = true;
    expect((await remove(second)).status).toBe(204);
    expect(promptCards.removed).toEqual([first.projectId]);
    expect((await remove(second)).status).toBe(404);
  });
});
