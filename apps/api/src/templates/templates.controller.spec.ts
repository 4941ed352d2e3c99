import type { Problem, Template, TemplateInput } from '@plot-palette/domain';
import {
  ADMIN,
  RunningApi,
  STRANGER,
  USER,
} from '../testing/running-api.fixture';
import { readySeed } from '../testing/sample-job.fixture';
import { TemplatesController } from './templates.controller';

function definition(overrides: Partial<TemplateInput> = {}): TemplateInput {
  return {
    name: 'Fable',
    steps: [
      { id: 'story', model: 'llama-3.1-8b', prompt: 'About {{ animal }}.' },
      {
        id: 'moral',
        modelTier: 'cheap',
        prompt: 'The moral of {{ steps.story.output }}',
      },
    ],
    ...overrides,
  };
}

describe(TemplatesController.name, () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await RunningApi.start();
  });
  afterAll(() => api.stop());

  const create = async (overrides: Partial<TemplateInput> = {}) =>
    (
      await api.call<Template>(
        USER,
        'POST',
        '/templates',
        definition(overrides),
      )
    ).body;

  it('creates version 1 with the paths that rows must have', async () => {
    const { status, body, headers } = await api.call<Template>(
      USER,
      'POST',
      '/templates',
      definition(),
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      version: 1,
      userId: USER,
      requiredPaths: ['animal'],
    });
    expect(headers.get('etag')).toBe('"1"');
    const read = await api.call(USER, 'GET', `/templates/${body.templateId}`);
    expect(read.body).toEqual(body);
  });

  it('keeps the columns of datasets, and drops them when a version has none', async () => {
    const columns = { fable: 'steps.story.output' };
    const { templateId, columns: kept } = await create({ columns });
    expect(kept).toEqual(columns);
    const put = (body: TemplateInput) =>
      api.call<Template>(USER, 'PUT', `/templates/${templateId}`, body);
    const same = await put(definition({ columns }));
    expect(same.body).toMatchObject({ version: 1, columns });
    const { body } = await put(definition());
    expect(body.version).toBe(2);
    expect(body).not.toHaveProperty('columns');
  });

  it.each([
    ['a step that there is not', { a: 'steps.end.output' }, /no step end/],
    ['a field of a text', { a: 'steps.story.output.x' }, /no output schema/],
  ])('refuses a column of %s', async (_what, columns, message) => {
    const { status, body } = await api.call<Problem>(
      USER,
      'POST',
      '/templates',
      definition({ columns }),
    );
    expect(status).toBe(400);
    expect(body.issues).toEqual([
      { where: 'columns.a', message: expect.stringMatching(message) },
    ]);
  });

  it('says step, line and column of a template that does not parse', async () => {
    const { status, body } = await api.call<Problem>(
      USER,
      'POST',
      '/templates',
      definition({
        steps: [{ id: 'story', model: 'llama-3.1-8b', prompt: '{{ animal' }],
      }),
    );
    expect(status).toBe(400);
    expect(body.issues?.[0]?.where).toMatch(/^step story, line 1, column \d+$/);
  });

  it('refuses a model that the catalogue does not know', async () => {
    const { status, body } = await api.call<Problem>(
      USER,
      'POST',
      '/templates',
      definition({ steps: [{ id: 'story', model: 'gpt-17', prompt: 'x' }] }),
    );
    expect(status).toBe(400);
    expect(body.issues).toEqual([
      { where: 'steps.0.model', message: expect.stringContaining('gpt-17') },
    ]);
  });

  it('makes a change the next version and keeps the old one', async () => {
    const { templateId } = await create();
    const path = `/templates/${templateId}`;
    const changed = definition({ description: 'Ævintýri' });
    const put = await api.call<Template>(USER, 'PUT', path, changed, {
      'if-match': '"1"',
    });
    expect(put.body).toMatchObject({ version: 2, description: 'Ævintýri' });
    const first = await api.call<Template>(USER, 'GET', `${path}?version=1`);
    expect(first.body.description).toBe('');
    const third = await api.call(USER, 'GET', `${path}?version=3`);
    expect(third.status).toBe(404);
  });

  it('makes no new version of the same definition', async () => {
    const { templateId } = await create();
    const put = await api.call<Template>(
      USER,
      'PUT',
      `/templates/${templateId}`,
      definition(),
    );
    expect(put.body.version).toBe(1);
  });

  it('refuses a change to a version that is not the latest', async () => {
    const { templateId } = await create();
    const path = `/templates/${templateId}`;
    await api.call(USER, 'PUT', path, definition({ name: 'Second' }));
    const late = await api.call(USER, 'PUT', path, definition(), {
      'if-match': '"1"',
    });
    expect(late.status).toBe(409);
    const odd = await api.call(USER, 'PUT', path, definition(), {
      'if-match': 'one',
    });
    expect(odd.status).toBe(400);
  });

  it('hides private templates and protects public ones', async () => {
    const hidden = await create();
    const shared = await create({ isPublic: true });
    const status = async (userId: string, method: string, id: string) =>
      (
        await api.call(
          userId,
          method,
          `/templates/${id}`,
          method === 'PUT' ? definition({ name: 'Mine' }) : undefined,
        )
      ).status;
    expect(await status(STRANGER, 'GET', hidden.templateId)).toBe(404);
    expect(await status(STRANGER, 'DELETE', hidden.templateId)).toBe(404);
    expect(await status(STRANGER, 'GET', shared.templateId)).toBe(200);
    expect(await status(STRANGER, 'PUT', shared.templateId)).toBe(403);
    expect(await status(STRANGER, 'DELETE', shared.templateId)).toBe(403);
    expect(await status(ADMIN, 'GET', hidden.templateId)).toBe(200);
    expect(await status(ADMIN, 'DELETE', shared.templateId)).toBe(204);
    expect(await status(USER, 'GET', shared.templateId)).toBe(404);
  });

  it('does not show private versions of a template that became private', async () => {
    const { templateId } = await create({ isPublic: true });
    const path = `/templates/${templateId}`;
    await api.call(USER, 'PUT', path, definition({ isPublic: false }));
    expect((await api.call(STRANGER, 'GET', `${path}?version=1`)).status).toBe(
      404,
    );
  });

  it('does not show or run private versions of a template that became public', async () => {
    await create({
      name: 'secret',
      steps: [{ id: 'text', prompt: 'Our secret: {{ recipe }}.' }],
    });
    const { templateId } = await create({
      steps: [
        { id: 'a', modelTier: 'cheap', prompt: '{% include "secret" %}' },
      ],
    });
    const path = `/templates/${templateId}`;
    await api.call(USER, 'PUT', path, definition({ isPublic: true }));
    const { seedId } = await readySeed(api, { userId: STRANGER });
    const uses = (userId: string, version: number) => [
      api.call(userId, 'GET', `${path}?version=${version}`),
      api.call(userId, 'POST', `/seed-data/${seedId}/validate`, {
        templateId,
        version,
      }),
      api.call(userId, 'POST', '/jobs/estimate', {
        templateId,
        templateVersion: version,
        seedId,
        records: 1,
        budgetUsd: 1,
      }),
    ];
    const statuses = async (answers: Promise<{ status: number }>[]) =>
      (await Promise.all(answers)).map(({ status }) => status);
    expect(await statuses(uses(STRANGER, 1))).toEqual([404, 404, 404]);
    expect(await statuses(uses(STRANGER, 2))).toEqual([200, 200, 200]);
    const own = await api.call(USER, 'GET', `${path}?version=1`);
    expect(own.status).toBe(200);
  });

  it('lists own and public templates in pages', async () => {
    const lister = '3b1f2a60-0000-4000-8000-000000000003';
    for (const name of ['A', 'B', 'C'])
      await api.call(lister, 'POST', '/templates', definition({ name }));
    const first = await api.call<{ items: Template[]; nextCursor: string }>(
      lister,
      'GET',
      '/templates?limit=2',
    );
    expect(first.body.items.map(({ name }) => name)).toEqual(['C', 'B']);
    const second = await api.call<{ items: Template[] }>(
      lister,
      'GET',
      `/templates?limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(second.body).toEqual({
      items: [expect.objectContaining({ name: 'A' })],
    });
    const shared = await api.call<{ items: Template[] }>(
      lister,
      'GET',
      '/templates?visibility=public',
    );
    expect(shared.body.items.every(({ isPublic }) => isPublic)).toBe(true);
  });

  it('previews prompts, with placeholders for answers', async () => {
    const { status, body } = await api.call(
      USER,
      'POST',
      '/templates/preview',
      {
        steps: definition().steps,
        row: { animal: 'fox' },
      },
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      prompts: [
        { stepId: 'story', prompt: 'About fox.' },
        { stepId: 'moral', prompt: 'The moral of <output of story>' },
      ],
      issues: [],
      requiredPaths: ['animal'],
    });
  });

  it('previews what it can of a broken template', async () => {
    const { body } = await api.call<{ prompts: unknown[]; issues: unknown[] }>(
      USER,
      'POST',
      '/templates/preview',
      {
        steps: [
          { id: 'good', prompt: 'About {{ animal }}' },
          { id: 'bad', prompt: '{{ animal' },
        ],
        row: { animal: 'fox' },
      },
    );
    expect(body.prompts).toEqual([{ stepId: 'good', prompt: 'About fox' }]);
    expect(body.issues).toEqual([
      expect.objectContaining({ stepId: 'bad', line: 1, severity: 'error' }),
    ]);
  });

  it('includes own fragments by name, and public ones only in a public template', async () => {
    await create({
      name: 'style',
      steps: [{ id: 'text', prompt: 'In the style of {{ author }}.' }],
    });
    const steps = [
      {
        id: 'story',
        model: 'llama-3.1-8b',
        prompt: 'Write. {% include "style" %}',
      },
    ];
    const own = await create({ steps });
    expect(own.requiredPaths).toEqual(['author']);
    const shared = await api.call<Problem>(
      USER,
      'POST',
      '/templates',
      definition({ steps, isPublic: true }),
    );
    expect(shared.status).toBe(400);
    expect(shared.body.detail).toContain('style');
  });

  it('takes the fragment of who had its name first, unless the caller has one', async () => {
    const share = async (userId: string, createdAt: string, prompt: string) => {
      const { body } = await api.call<Template>(userId, 'POST', '/templates', {
        name: 'tone',
        isPublic: true,
        steps: [{ id: 'text', prompt }],
      });
      await api.stores.templates.update({ ...body, version: 2, createdAt }, 1);
    };
    const preview = async () => {
      const { body } = await api.call<{ prompts: { prompt: string }[] }>(
        USER,
        'POST',
        '/templates/preview',
        { steps: [{ id: 'a', prompt: '{% include "tone" %}' }], row: {} },
      );
      return body.prompts[0]?.prompt;
    };
    await share(STRANGER, '2026-01-02T00:00:00.000Z', 'first');
    await share(ADMIN, '2026-01-03T00:00:00.000Z', 'later');
    expect(await preview()).toBe('first');
    await share(USER, '2026-01-04T00:00:00.000Z', 'mine');
    expect(await preview()).toBe('mine');
  });

  it('refuses half a character in a name', async () => {
    const half = definition({ name: 'Fable \ud83e' });
    const { status, body } = await api.call<Problem>(
      USER,
      'POST',
      '/templates',
      half,
    );
    expect(status).toBe(400);
    expect(body.issues?.[0]?.where).toBe('name');
  });
});
