import type {
  CardDiff,
  Page,
  Problem,
  Project,
  PromptCard,
  PromptCardInput,
  PromptCardSummary,
} from '@plot-palette/domain';
import { ADMIN, RunningApi, USER } from '../testing/running-api.fixture';
import { PromptsController } from './prompts.controller';

describe(PromptsController.name, () => {
  let api: RunningApi;
  let cards: string;
  beforeEach(async () => {
    api = await RunningApi.start();
    cards = `/api/projects/${await newProject()}/prompts`;
  });
  afterEach(() => api.stop());

  async function newProject(): Promise<string> {
    const project = { name: 'Fables' };
    const { body } = await api.call<Project>(
      USER,
      'POST',
      '/api/projects',
      project,
    );
    return body.projectId;
  }

  function definition(overrides: Partial<PromptCardInput> = {}) {
    return { title: 'Tónn', content: 'Be brief.\nBe kind.', ...overrides };
  }

  const create = async (overrides: Partial<PromptCardInput> = {}) =>
    (await api.call<PromptCard>(USER, 'POST', cards, definition(overrides)))
      .body;

  const call = <Body = PromptCard>(
    method: string,
    { promptId }: PromptCard,
    path = '',
    body?: unknown,
    headers: Record<string, string> = {},
  ) =>
    api.call<Body>(USER, method, `${cards}/${promptId}${path}`, body, headers);

  const order = async () =>
    (
      await api.call<Page<PromptCardSummary>>(USER, 'GET', cards)
    ).body.items.map(({ title }) => title);

  it('creates version 1 at the end, unless another place is named', async () => {
    const { status, body, headers } = await api.call<PromptCard>(
      USER,
      'POST',
      cards,
      definition({ tags: ['tone'] }),
    );
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toMatchObject({
      version: 1,
      isActive: true,
      stepOrder: 0,
      labels: {},
      tags: ['tone'],
      message: '',
    });
    await create({ title: 'third', stepOrder: 9 });
    const last = await create({ title: 'last' });
    expect(last.stepOrder).toBe(10);
    await create({ title: 'second', stepOrder: 5 });
    expect(await order()).toEqual(['Tónn', 'second', 'third', 'last']);
  });

  it('shows no contents in lists', async () => {
    await create();
    const { body } = await api.call<Page<object>>(USER, 'GET', cards);
    expect(body.items[0]).not.toHaveProperty('content');
  });

  it('makes a change the next version, keeps the old one and the place', async () => {
    await create();
    const card = await create({ title: 'second' });
    const changed = definition({ content: 'New', message: 'shorter' });
    const put = await call('PUT', card, '', changed, { 'if-match': '"1"' });
    expect(put.headers.get('etag')).toBe('"2"');
    expect(put.body).toMatchObject({
      version: 2,
      content: 'New',
      message: 'shorter',
      stepOrder: 1,
    });
    expect((await call('GET', card)).body).toEqual(put.body);
    const old = await call('GET', card, '?version=1');
    expect(old.body).toEqual(card);
    expect((await call('GET', card, '?version=3')).status).toBe(404);
  });

  it('refuses a change to a version that is not the latest, and makes none of the same', async () => {
    const card = await create();
    const same = await call('PUT', card, '', definition({ message: 'again' }));
    expect(same.body.version).toBe(1);
    await call('PUT', card, '', definition({ isActive: false }));
    const first = { 'if-match': '"1"' };
    const late = await call<Problem>('PUT', card, '', definition(), first);
    expect(late.status).toBe(409);
    expect(late.body.detail).toContain('version 2');
    const back = await call('POST', card, '/rollback', { version: 1 }, first);
    expect(back.status).toBe(409);
  });

  it('lists versions, newest first, and compares them', async () => {
    const card = await create();
    await call('PUT', card, '', definition({ content: 'Be brief.\nBe firm.' }));
    const versions = await call<Page<PromptCardSummary>>(
      'GET',
      card,
      '/versions?limit=1',
    );
    expect(versions.body.items).toMatchObject([{ version: 2 }]);
    expect(versions.body.nextCursor).toBeDefined();
    const diff = await call<CardDiff>('GET', card, '/diff?from=1&to=2');
    expect(diff.body).toMatchObject({
      from: { version: 1 },
      to: { version: 2 },
      hunks: [
        {
          fromLine: 1,
          toLine: 1,
          lines: [
            { kind: 'same', text: 'Be brief.' },
            { kind: 'removed', text: 'Be kind.' },
            { kind: 'added', text: 'Be firm.' },
          ],
        },
      ],
    });
    const none = await call('GET', card, '/diff?from=1&to=9');
    expect(none.status).toBe(404);
  });

  it('rolls back what the author wrote, not how the card is used', async () => {
    const card = await create();
    await call('PUT', card, '', {
      ...definition({ title: 'New', content: 'New', tags: ['new'] }),
      isActive: false,
      stepOrder: 4,
    });
    const back = await call('POST', card, '/rollback', { version: 1 });
    expect(back.body).toMatchObject({
      version: 3,
      title: 'Tónn',
      content: card.content,
      tags: [],
      isActive: false,
      stepOrder: 4,
      message: 'Back to version 1.',
    });
    expect((await call('POST', card, '/rollback', { version: 9 })).status).toBe(
      404,
    );
  });

  it('reads versions by label, and moves labels without a new version', async () => {
    const card = await create();
    await call('PUT', card, '', definition({ content: 'New' }));
    const label = (version: number, name = 'production') =>
      call<PromptCardSummary>('PUT', card, `/labels/${name}`, { version });
    expect((await label(1)).body).toMatchObject({
      version: 2,
      labels: { production: 1 },
    });
    const read = async (name: string) =>
      (await call('GET', card, `?label=${name}`)).body;
    expect(await read('production')).toMatchObject({
      version: 1,
      content: card.content,
    });
    expect(await read('latest')).toMatchObject({ version: 2 });
    expect((await call('GET', card, '?label=other')).status).toBe(404);
    expect((await label(3)).status).toBe(404);
    expect((await label(1, 'latest')).status).toBe(400);
    expect((await label(1, 'Production')).status).toBe(400);
    expect((await call('DELETE', card, '/labels/latest')).status).toBe(400);
    const left = await call('DELETE', card, '/labels/production');
    expect(left.body.labels).toEqual({});
    expect((await call('DELETE', card, '/labels/production')).status).toBe(404);
  });

  it('puts all cards into another order', async () => {
    const ids = [];
    for (const title of ['a', 'b', 'c'])
      ids.push((await create({ title })).promptId);
    const put = (promptIds: unknown) =>
      api.call(USER, 'PUT', `${cards}/order`, { promptIds });
    expect((await put(ids.toReversed())).status).toBe(200);
    expect(await order()).toEqual(['c', 'b', 'a']);
    expect((await put(ids.slice(1))).status).toBe(400);
    expect((await put([...ids, ids[0]])).status).toBe(400);
  });

  it('duplicates a card to the end', async () => {
    const card = await create({ title: '🦊'.repeat(100), tags: ['a'] });
    await create({ title: 'second' });
    const { status, body } = await call('POST', card, '/duplicate', {});
    expect(status).toBe(201);
    expect(body).toMatchObject({
      version: 1,
      stepOrder: 2,
      content: card.content,
      tags: ['a'],
    });
    expect(body.promptId).not.toBe(card.promptId);
    expect(body.title).toBe(`${'🦊'.repeat(96)} (copy)`);
    const named = await call('POST', card, '/duplicate', { title: 'Mine' });
    expect(named.body.title).toBe('Mine');
  });

  it('deletes a card, even when the bucket cannot be reached', async () => {
    const card = await create();
    const other = await create();
    expect((await call('DELETE', card)).status).toBe(204);
    expect((await call('GET', card)).status).toBe(404);
    api.studio.promptCards.failing = true;
    expect((await call('DELETE', other)).status).toBe(204);
    expect((await call('DELETE', other)).status).toBe(404);
  });

  it('finds a card in its own project only', async () => {
    const card = await create();
    const elsewhere = `/api/projects/${await newProject()}/prompts`;
    const path = `${elsewhere}/${card.promptId}`;
    expect((await api.call(USER, 'GET', path)).status).toBe(404);
    expect((await api.call(USER, 'PUT', path, definition())).status).toBe(404);
  });

  it('lets administrators read and change the cards of others', async () => {
    const { promptId } = await create();
    const path = `${cards}/${promptId}`;
    expect((await api.call(ADMIN, 'GET', path)).status).toBe(200);
    const put = await api.call<PromptCard>(
      ADMIN,
      'PUT',
      path,
      definition({ content: 'Mine' }),
    );
    expect(put.body.version).toBe(2);
  });

  it('refuses cards without text, or with too much of it', async () => {
    for (const [member, value] of [
      ['content', ''],
      ['content', 'x'.repeat(100_001)],
      ['content', 'half \ud83e'],
      ['title', '  '],
      ['tags', Array.from({ length: 21 }, String)],
      ['stepOrder', -1],
    ] as const) {
      const { status, body } = await api.call<Problem>(USER, 'POST', cards, {
        ...definition(),
        [member]: value,
      });
      expect(status).toBe(400);
      expect(body.issues?.[0]?.where).toBe(member);
    }
  });
});
