import {
  problemSchema,
  type Comparison,
  type Project,
  type PromptCard,
  type Template,
} from '@plot-palette/domain';
import type { Express } from 'express';
import {
  RunningApi,
  STRANGER,
  USER,
  type Answer,
} from '../testing/running-api.fixture';
import {
  fableTemplate,
  readySeed,
  storedJob,
} from '../testing/sample-job.fixture';
import { endedPipeline } from '../testing/ended-pipeline.fixture';
import { unsignedToken } from '../testing/token-issuer.fixture';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly open?: boolean;
  /** What the last id of the path names. */
  readonly names?:
    | 'template'
    | 'seed'
    | 'job'
    | 'project'
    | 'card'
    | 'run'
    | 'comparison'
    | 'session'
    | 'pipeline';
  /** A good body, where one is looked at before what the path names. */
  readonly body?: unknown;
  /** A member of the body and a value of the wrong type for it; absent when the route takes no body. */
  readonly wrong?: Readonly<Record<string, unknown>>;
  /** The body may be left out. */
  readonly mayBeEmpty?: boolean;
  readonly query?: string;
  /** A query that the route cannot do without. */
  readonly goodQuery?: string;
}

const UNKNOWN = 'b0000000-0000-4000-8000-000000000000';
const CARD = { title: 'Tone', content: 'Be brief.' };
const CARDS = '/api/projects/:projectId/prompts';

/** Every route of the application; one that is missing here fails the first test. */
const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/healthz', open: true },
  { method: 'GET', path: '/docs', open: true },
  { method: 'GET', path: '/docs-json', open: true },
  { method: 'GET', path: '/models' },
  { method: 'POST', path: '/templates', wrong: { steps: 'none' } },
  { method: 'GET', path: '/templates', query: 'limit=0' },
  { method: 'POST', path: '/templates/preview', wrong: { row: [] } },
  {
    method: 'GET',
    path: '/templates/:id',
    names: 'template',
    query: 'version=latest',
  },
  {
    method: 'PUT',
    path: '/templates/:id',
    names: 'template',
    body: fableTemplate(),
    wrong: { name: '' },
  },
  { method: 'DELETE', path: '/templates/:id', names: 'template' },
  { method: 'POST', path: '/seed-data', wrong: { bytes: -1 } },
  { method: 'GET', path: '/seed-data', query: 'limit=1000' },
  { method: 'GET', path: '/seed-data/:id', names: 'seed' },
  {
    method: 'POST',
    path: '/seed-data/:id/validate',
    names: 'seed',
    body: { templateId: UNKNOWN },
    wrong: { templateId: 'x' },
  },
  { method: 'DELETE', path: '/seed-data/:id', names: 'seed' },
  { method: 'POST', path: '/jobs', wrong: { records: 1.5 } },
  { method: 'GET', path: '/jobs', query: 'scope=mine' },
  { method: 'POST', path: '/jobs/estimate', wrong: { budgetUsd: '1' } },
  { method: 'GET', path: '/jobs/:id', names: 'job' },
  { method: 'DELETE', path: '/jobs/:id', names: 'job' },
  { method: 'POST', path: '/jobs/:id/cancel', names: 'job' },
  {
    method: 'POST',
    path: '/jobs/:id/resume',
    names: 'job',
    wrong: { budgetUsd: '2' },
    mayBeEmpty: true,
  },
  { method: 'GET', path: '/jobs/:id/download', names: 'job' },
  { method: 'GET', path: '/jobs/:id/records', names: 'job', query: 'limit=x' },
  { method: 'GET', path: '/jobs/:id/costs', names: 'job', query: 'page=2' },
  { method: 'GET', path: '/dashboard/:jobId', names: 'job' },
  // Open to tokens, because it is closed to all but AWS signatures.
  { method: 'POST', path: '/pipeline', open: true },
  { method: 'POST', path: '/pipelines', wrong: { message: 5 } },
  { method: 'GET', path: '/pipelines', query: 'day=yesterday' },
  { method: 'GET', path: '/pipelines/:id', names: 'pipeline' },
  { method: 'POST', path: '/pipelines/:id/redrive', names: 'pipeline' },
  {
    method: 'POST',
    path: '/api/projects/:projectId/template',
    names: 'project',
    body: {},
    wrong: { name: '' },
  },
  {
    method: 'POST',
    path: '/sessions/:id/seed-data',
    names: 'session',
    body: {},
    wrong: { name: 1 },
  },
  {
    method: 'GET',
    path: '/metrics/studio',
    goodQuery: 'from=2026-11-01&to=2026-11-21',
    query: 'from=2026-11-21&to=2026-11-20',
  },
  { method: 'POST', path: '/runs/tickets' },
  { method: 'POST', path: '/runs/:id/event-token', names: 'run' },
  { method: 'POST', path: '/runs', wrong: { action: 'ask' } },
  { method: 'GET', path: '/runs', query: 'limit=0' },
  { method: 'POST', path: '/runs/uploads' },
  { method: 'GET', path: '/runs/:id', names: 'run' },
  { method: 'POST', path: '/runs/:id/stop', names: 'run' },
  { method: 'POST', path: '/comparisons', wrong: { columns: 2 } },
  { method: 'POST', path: '/comparisons/:id/stop', names: 'comparison' },
  { method: 'GET', path: '/sessions', query: 'projectId=mine' },
  { method: 'GET', path: '/sessions/:id', names: 'session' },
  {
    method: 'PATCH',
    path: '/sessions/:id',
    names: 'session',
    body: { title: 'Mine' },
    wrong: { title: '' },
  },
  { method: 'DELETE', path: '/sessions/:id', names: 'session' },
  {
    method: 'GET',
    path: '/sessions/:id/export',
    names: 'session',
    query: 'format=pdf',
  },
  { method: 'POST', path: '/api/projects', wrong: { settings: 1 } },
  { method: 'GET', path: '/api/projects', query: 'scope=mine' },
  { method: 'GET', path: '/api/projects/:projectId', names: 'project' },
  {
    method: 'PUT',
    path: '/api/projects/:projectId',
    names: 'project',
    body: { name: 'Mine' },
    wrong: { status: 'GONE' },
  },
  { method: 'DELETE', path: '/api/projects/:projectId', names: 'project' },
  {
    method: 'POST',
    path: CARDS,
    names: 'project',
    body: CARD,
    wrong: { content: 1 },
  },
  { method: 'GET', path: CARDS, names: 'project' },
  {
    method: 'PUT',
    path: `${CARDS}/order`,
    names: 'project',
    body: { promptIds: [] },
    wrong: { promptIds: 'none' },
  },
  {
    method: 'GET',
    path: `${CARDS}/:promptId`,
    names: 'card',
    query: 'version=1&label=production',
  },
  {
    method: 'PUT',
    path: `${CARDS}/:promptId`,
    names: 'card',
    body: CARD,
    wrong: { tags: [1] },
  },
  { method: 'DELETE', path: `${CARDS}/:promptId`, names: 'card' },
  {
    method: 'GET',
    path: `${CARDS}/:promptId/versions`,
    names: 'card',
    query: 'limit=0',
  },
  {
    method: 'GET',
    path: `${CARDS}/:promptId/diff`,
    names: 'card',
    goodQuery: 'from=1&to=1',
    query: 'from=1',
  },
  {
    method: 'POST',
    path: `${CARDS}/:promptId/rollback`,
    names: 'card',
    body: { version: 1 },
    wrong: { version: 0 },
  },
  {
    method: 'POST',
    path: `${CARDS}/:promptId/duplicate`,
    names: 'card',
    body: {},
    wrong: { title: '' },
  },
  {
    method: 'PUT',
    path: `${CARDS}/:promptId/labels/:label`,
    names: 'card',
    body: { version: 1 },
    wrong: { version: 'x' },
  },
  {
    method: 'DELETE',
    path: `${CARDS}/:promptId/labels/:label`,
    names: 'card',
  },
];

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
const GUARDED = ROUTES.filter(({ open }) => open !== true);

let api: RunningApi;
let ids: Record<NonNullable<Route['names']>, string>;

beforeAll(async () => {
  api = await RunningApi.start();
  const { body } = await api.call<Template>(
    USER,
    'POST',
    '/templates',
    fableTemplate(),
  );
  ids = {
    template: body.templateId,
    seed: (await readySeed(api)).seedId,
    job: storedJob(api).jobId,
    pipeline: (await endedPipeline(api)).pipeline_id,
    run: api.studio.runs.add(USER).runId,
    ...(await projectWithCard()),
    ...(await sessionOfComparison()),
  };
});
afterAll(() => api.stop());

async function projectWithCard() {
  const project = await api.call<Project>(USER, 'POST', '/api/projects', {
    name: 'Fables',
  });
  const { projectId } = project.body;
  const card = await api.call<PromptCard>(
    USER,
    'POST',
    `/api/projects/${projectId}/prompts`,
    CARD,
  );
  const { promptId } = card.body;
  const path = `/api/projects/${projectId}/prompts/${promptId}`;
  await api.call(USER, 'PUT', `${path}/labels/production`, { version: 1 });
  return { project: projectId, card: promptId };
}

async function sessionOfComparison() {
  const project = await api.call<Project>(USER, 'POST', '/api/projects', {
    name: 'Compared',
  });
  const { body } = await api.call<Comparison>(USER, 'POST', '/comparisons', {
    projectId: project.body.projectId,
    text: 'Why?',
    columns: [{}, {}],
  });
  const session = body.runs[0]?.sessionId ?? '';
  return { comparison: body.comparisonId, session };
}

/** `id` stands in for the last id of the path. */
function address({ path, names, goodQuery }: Route, id?: string): string {
  const last = id ?? (names === undefined ? '' : ids[names]);
  const filled = path
    .replace(':label', 'production')
    .replace(':projectId', names === 'card' ? ids.project : last)
    .replace(/:\w+/, last);
  return goodQuery === undefined ? filled : `${filled}?${goodQuery}`;
}

function expectProblem(
  { status, headers, body }: Answer<unknown>,
  expected: number,
): void {
  expect([status, body]).toEqual([
    expected,
    expect.objectContaining({ status: expected }),
  ]);
  expect(headers.get('content-type')).toContain('application/problem+json');
  const problem = problemSchema.parse(body);
  expect(problem.requestId).toBe(headers.get('x-request-id'));
  expect(problem.detail).not.toBe('');
}

const asUser = (
  route: Route,
  headers: Record<string, string>,
  body?: string,
  id?: string,
) =>
  api.request(route.method, address(route, id), {
    headers: { authorization: `Bearer ${api.issuer.token(USER)}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });

describe('the table of routes', () => {
  it('has every route that the application has', () => {
    const express: Express = api.app.getHttpAdapter().getInstance();
    const served = express.router.stack
      .flatMap(({ route }) => (route === undefined ? [] : [route]))
      // Middleware for every path is mounted as a route, too.
      .filter(({ path }) => !path.includes('*'))
      .flatMap(({ path, stack }) =>
        stack.map(({ method }) => `${method.toUpperCase()} ${path}`),
      );
    expect(served.sort()).toEqual(ROUTES.map(nameOf).sort());
  });
});

describe.each(GUARDED.map((route) => [nameOf(route), route] as const))(
  '%s without a valid access token',
  (_name, route) => {
    const past = Math.floor(Date.now() / 1_000) - 10;
    const tokens: [string, () => string | undefined][] = [
      ['none', () => undefined],
      ['no JWT', () => 'Bearer abc'],
      ['half a JWT', () => `Bearer ${api.issuer.token(USER).slice(0, -20)}`],
      ['another scheme', () => `Basic ${api.issuer.token(USER)}`],
      [
        'an expired one',
        () => `Bearer ${api.issuer.token(USER, { exp: past })}`,
      ],
      [
        'one without expiry',
        () => `Bearer ${api.issuer.token(USER, { exp: undefined })}`,
      ],
      [
        'one for another client',
        () => `Bearer ${api.issuer.token(USER, { client_id: 'other' })}`,
      ],
      [
        'an ID token',
        () =>
          `Bearer ${api.issuer.token(USER, { token_use: 'id', aud: 'console-client' })}`,
      ],
      [
        'one of another issuer',
        () =>
          `Bearer ${api.issuer.token(USER, { iss: 'https://evil.example' })}`,
      ],
      [
        'one signed by somebody else',
        () => `Bearer ${api.issuer.foreignToken(USER)}`,
      ],
      [
        'one of another algorithm',
        () => `Bearer ${api.issuer.otherAlgorithmToken(USER)}`,
      ],
      ['an unsigned one', () => `Bearer ${unsignedToken(USER)}`],
    ];
    it.each(tokens)('refuses %s', async (_what, authorization) => {
      const header = authorization();
      const answer = await api.request(route.method, address(route), {
        ...(header === undefined ? {} : { headers: { authorization: header } }),
      });
      expectProblem(answer, 401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    });
  },
);

describe.each(
  GUARDED.filter(({ names }) => names !== undefined).map(
    (route) => [nameOf(route), route] as const,
  ),
)('%s', (_name, route) => {
  const { body } = route;

  it('hides what belongs to somebody else', async () => {
    const { method } = route;
    expectProblem(await api.call(STRANGER, method, address(route), body), 404);
  });

  it('says 404 for what does not exist and 400 for what is no id', async () => {
    const { method } = route;
    const unknown = address(
      route,
      route.names === 'pipeline' ? `p-${'0'.repeat(32)}` : UNKNOWN,
    );
    expectProblem(await api.call(USER, method, unknown, body), 404);
    for (const id of ['1', '..%2F..', '%00', "'; DROP TABLE"]) {
      const odd = address(route, encodeURIComponent(id));
      expectProblem(await api.call(USER, method, odd, body), 400);
    }
    expectProblem(
      await api.call(USER, method, address(route, '%E0%A4%A'), body),
      400,
    );
  });
});

describe.each(
  GUARDED.filter(({ wrong }) => wrong !== undefined).map(
    (route) => [nameOf(route), route] as const,
  ),
)('%s with a bad body', (_name, route) => {
  const json = { 'content-type': 'application/json' };

  it('refuses what is no JSON object', async () => {
    for (const body of ['{"a":', 'null', '[]', '"text"', '1', '\u0000'])
      expectProblem(await asUser(route, json, body), 400);
    if (route.mayBeEmpty !== true) expectProblem(await asUser(route, {}), 400);
  });

  it('names the member of the wrong type and the one that it does not know', async () => {
    const [member = ''] = Object.keys(route.wrong ?? {});
    const body = JSON.stringify({ ...route.wrong, 'no such member': 1 });
    const answer = await asUser(route, json, body);
    expectProblem(answer, 400);
    const { issues = [] } = problemSchema.parse(answer.body);
    expect(issues.map(({ where }) => where)).toContainEqual(
      expect.stringMatching(new RegExp(`^${member}`)),
    );
    expect(issues.map(({ message }) => message).join()).toContain(
      'no such member',
    );
  });

  it('refuses a huge one and says how large it may be', async () => {
    const answer = await asUser(
      route,
      json,
      JSON.stringify({ name: 'x'.repeat(1_100_000) }),
    );
    expectProblem(answer, 413);
    expect(problemSchema.parse(answer.body).detail).toContain('1 MB');
  });

  it('refuses other types and encodings', async () => {
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data'])
      expectProblem(await asUser(route, { 'content-type': type }, '{}'), 415);
    expectProblem(
      await asUser(route, { ...json, 'content-encoding': 'compress' }, '{}'),
      415,
    );
  });

  it('names the member that is nested too deeply', async () => {
    const nested = (levels: number) =>
      `{"some member":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
    for (const levels of [32, 100_000]) {
      const answer = await asUser(route, json, nested(levels));
      expectProblem(answer, 400);
      expect(problemSchema.parse(answer.body).issues).toEqual([
        { where: 'some member', message: expect.stringContaining('32 levels') },
      ]);
    }
    const allowed = await asUser(route, json, nested(31));
    expect(problemSchema.parse(allowed.body).detail).not.toContain('levels');
  });

  it('is not confused by deep nesting or prototypes', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    for (const body of [
      `{"steps":${deep}}`,
      '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}',
    ])
      expectProblem(await asUser(route, json, body), 400);
  });
});

it.each(
  GUARDED.filter(({ query }) => query !== undefined).map(
    (route) => [`${nameOf(route)}?${route.query}`, route] as const,
  ),
)('%s is refused', async (_name, route) => {
  const path = `${address({ ...route, goodQuery: route.query ?? '' })}`;
  expectProblem(await api.call(USER, route.method, path), 400);
});

it('answers 404 where there is no route', async () => {
  for (const path of ['/', '/api/jobs', '/jobs/1/2/3/4'])
    expectProblem(await api.call(USER, 'GET', path), 404);
  expectProblem(await api.call(USER, 'PATCH', '/jobs'), 404);
});

it('tells nothing of a defect but its request id', async () => {
  const get = api.stores.jobs.get;
  api.stores.jobs.get = () => Promise.reject(new Error('secret table name'));
  const answer = await api.call(USER, 'GET', `/jobs/${ids.job}`);
  api.stores.jobs.get = get;
  expectProblem(answer, 500);
  expect(JSON.stringify(answer.body)).not.toContain('secret');
});

it('says that it lives, and documents itself in OpenAPI 3.1', async () => {
  expect((await api.request('GET', '/healthz')).body).toMatchObject({
    status: 'ok',
  });
  const { body } = await api.request<{
    openapi: string;
    paths: Record<string, Record<string, unknown>>;
  }>('GET', '/docs-json');
  expect(body.openapi).toMatch(/^3\.1/);
  const documented = Object.entries(body.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const expected = ROUTES.filter(({ path }) => !path.startsWith('/docs')).map(
    (route) => nameOf(route).replace(/:(\w+)/g, '{$1}'),
  );
  expect(documented.sort()).toEqual(expected.sort());
  const page = await api.request<string>('GET', '/docs');
  expect(page.body).toContain('POST /jobs');
});

it('lets the console read answers across origins, and nobody else', async () => {
  const { headers } = await api.request('OPTIONS', '/jobs', {
    headers: {
      origin: 'https://console.example',
      'access-control-request-method': 'POST',
    },
  });
  expect(headers.get('access-control-allow-origin')).toBe(
    'https://console.example',
  );
});
