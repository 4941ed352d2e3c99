import {
  jobScope,
  jobSnapshotSchema,
  openLedger,
  problemSchema,
  storageKeys,
  usdToNano,
  type Download,
  type Job,
  type JobEstimate,
  type JobInput,
  type JobResume,
  type Problem,
  type Template,
} from '@plot-palette/domain';
import {
  ADMIN,
  RunningApi,
  STRANGER,
  USER,
} from '../testing/running-api.fixture';
import {
  fableTemplate,
  jobRequest,
  readySeed,
  storedJob,
} from '../testing/sample-job.fixture';
import { JobsController } from './jobs.controller';

describe(JobsController.name, () => {
  let api: RunningApi;
  beforeEach(async () => {
    api = await RunningApi.start();
  });
  afterEach(() => api.stop());

  const create = (body: JobInput, key?: string, userId = USER) =>
    api.call<Job>(
      userId,
      'POST',
      '/jobs',
      body,
      key === undefined ? {} : { 'idempotency-key': key },
    );
  const refused = async (body: JobInput) =>
    (await api.call<Problem>(USER, 'POST', '/jobs', body)).body;

  describe('POST /jobs', () => {
    it('queues the job, freezes what it does, opens its ledger and asks for a dispatch', async () => {
      const request = await jobRequest(api, { shards: 3 });
      const { status, body } = await create(request);
      expect(status).toBe(201);
      expect(body).toMatchObject({
        status: 'QUEUED',
        userId: USER,
        name: 'Fable × Animals',
        templateVersion: 1,
        shards: 3,
        counts: { accepted: 0, rejected: 0, notAttempted: 10 },
      });
      const config = await api.stores.objects.get(
        storageKeys.jobConfig(body.jobId),
      );
      const snapshot = jobSnapshotSchema.parse(
        JSON.parse(config?.body.toString() ?? ''),
      );
      expect(snapshot.models['story']?.alias).toBe('llama-3.1-8b');
      expect(snapshot.request.jobSeed).toBe(body.jobSeed);
      expect(snapshot.shards.map(({ from, to }) => [from, to])).toEqual([
        [0, 3],
        [3, 6],
        [6, 10],
      ]);
      const ledger = api.stores.jobs.ledgers.get(`job#${body.jobId}`);
      expect(ledger).toMatchObject({
        limit: usdToNano(1),
        closing: snapshot.closingNanoUsd,
        settled: 0,
      });
      expect(api.functions.dispatched).toEqual([body.jobId]);
    });

    it('succeeds when the dispatch cannot be reached: the schedule finds the job', async () => {
      api.functions.failing = true;
      expect((await create(await jobRequest(api))).status).toBe(201);
    });

    it('answers a repeated request with the same job, and another one with 409', async () => {
      const request = await jobRequest(api);
      const first = await create(request, 'key 1');
      expect(await create(request, 'key 1')).toMatchObject({
        status: 201,
        body: first.body,
      });
      expect((await create({ ...request, records: 11 }, 'key 1')).status).toBe(
        409,
      );
      expect((await create(request, 'key 2')).body.jobId).not.toBe(
        first.body.jobId,
      );
      expect(api.stores.jobs.rows.size).toBe(2);
    });

    it('makes one job of requests at the same moment', async () => {
      const request = await jobRequest(api);
      const answers = await Promise.all(
        [1, 2, 3].map(() => create(request, 'same')),
      );
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
      expect(api.stores.jobs.rows.size).toBe(1);
    });

    it('keeps the keys of two users apart', async () => {
      const seed = await readySeed(api, { userId: STRANGER });
      const { body: template } = await api.call<Template>(
        USER,
        'POST',
        '/templates',
        fableTemplate({ isPublic: true }),
      );
      const { templateId } = template;
      const request = await jobRequest(api, { templateId });
      const mine = await create(request, 'key');
      const theirs = await create(
        { ...request, seedId: seed.seedId },
        'key',
        STRANGER,
      );
      expect(theirs.status).toBe(201);
      expect(theirs.body.jobId).not.toBe(mine.body.jobId);
    });

    it('takes up what a request left behind that died before its transaction', async () => {
      const request = await jobRequest(api);
      const { create: createRow } = api.stores.jobs;
      api.stores.jobs.create = () => Promise.reject(new Error('died'));
      expect((await create(request, 'key')).status).toBe(500);
      api.stores.jobs.create = createRow.bind(api.stores.jobs);
      expect((await create({ ...request, records: 3 }, 'key')).status).toBe(
        409,
      );
      const again = await create(request, 'key');
      expect(again.status).toBe(201);
      expect(api.stores.jobs.rows.get(again.body.jobId)?.status).toBe('QUEUED');
    });

    it('refuses a budget that pays for no record, and accepts the minimum that it names', async () => {
      const request = await jobRequest(api);
      const problem = await refused({ ...request, budgetUsd: 0.000001 });
      expect(problem).toMatchObject({
        status: 422,
        type: 'urn:plot-palette:problem:budget-too-small',
      });
      const minimum = problem.minimumBudgetUsd ?? 0;
      expect(minimum).toBeGreaterThan(0);
      const below = minimum - 0.000000002;
      expect((await refused({ ...request, budgetUsd: below })).status).toBe(
        422,
      );
      expect((await create({ ...request, budgetUsd: minimum })).status).toBe(
        201,
      );
      expect(api.stores.jobs.rows.size).toBe(1);
    });

    it('names file, path and rows when the rows do not fit the template', async () => {
      const { body } = await api.call<Template>(
        USER,
        'POST',
        '/templates',
        fableTemplate({
          steps: [{ id: 'a', modelTier: 'cheap', prompt: '{{ sometimes }}' }],
        }),
      );
      const { templateId } = body;
      const problem = await refused(await jobRequest(api, { templateId }));
      expect(problem.status).toBe(400);
      expect(problem.detail).toMatch(/animals\.jsonl.*"sometimes".*rows 2/);
      expect(problem.issues).toEqual([
        { where: 'sometimes', message: problem.detail },
      ]);
    });

    it.each([
      ['AWAITING_UPLOAD', 'has not been uploaded'],
      ['PROFILING', 'is being read'],
      ['INVALID', 'line 3 is no JSON'],
    ] as const)('answers 409 while the seed file is %s', async (state, why) => {
      const { seedId } = await readySeed(api, {
        state,
        error: 'line 3 is no JSON',
      });
      const problem = await refused(await jobRequest(api, { seedId }));
      expect(problem.status).toBe(409);
      expect(problem.detail).toContain(why);
    });

    it('hides templates and seed files of others', async () => {
      const seed = await readySeed(api, { userId: STRANGER });
      const request = await jobRequest(api);
      expect((await refused({ ...request, seedId: seed.seedId })).status).toBe(
        404,
      );
      const theirs = await api.call<Template>(
        STRANGER,
        'POST',
        '/templates',
        fableTemplate(),
      );
      const { templateId } = theirs.body;
      expect((await refused({ ...request, templateId })).status).toBe(404);
      expect((await refused({ ...request, templateVersion: 2 })).status).toBe(
        404,
      );
    });

    it('does not run fragments', async () => {
      const { body } = await api.call<Template>(
        USER,
        'POST',
        '/templates',
        fableTemplate({ steps: [{ id: 'a', prompt: '{{ animal }}' }] }),
      );
      const { templateId } = body;
      const problem = await refused(await jobRequest(api, { templateId }));
      expect(problem.status).toBe(400);
      expect(problem.issues?.[0]?.where).toBe('step a');
    });

    it('refuses an unusable key', async () => {
      const request = await jobRequest(api);
      expect((await create(request, 'x'.repeat(256))).status).toBe(400);
      expect((await create(request, 'é')).status).toBe(400);
    });
  });

  it('estimates without creating anything', async () => {
    const request = await jobRequest(api, { records: 100, budgetUsd: 0.05 });
    const { status, body } = await api.call<JobEstimate>(
      USER,
      'POST',
      '/jobs/estimate',
      request,
    );
    expect(status).toBe(200);
    const perRecord = (body.worstCaseNanoUsd - body.closingNanoUsd) / 100;
    expect(Number.isInteger(perRecord)).toBe(true);
    expect(body.expectedNanoUsd).toBeLessThan(100 * perRecord);
    expect(body.expectedNanoUsd).toBeGreaterThan(0);
    expect(body.affordableRecords).toBe(
      Math.min(
        100,
        Math.floor(
          (usdToNano(0.05) - body.minimumNanoUsd + perRecord) / perRecord,
        ),
      ),
    );
    expect(api.stores.jobs.rows.size).toBe(0);
  });

  it('estimates what costs more than can be counted', async () => {
    const steps = Array.from({ length: 10 }, (_, step) => ({
      id: `step${step}`,
      modelTier: 'premium' as const,
      prompt: 'About {{ animal }}.',
      maxTokens: 32_000,
    }));
    const { body } = await api.call<Template>(
      USER,
      'POST',
      '/templates',
      fableTemplate({ steps }),
    );
    const { templateId } = body;
    const request = await jobRequest(api, { templateId, records: 1_000_000 });
    const estimate = await api.call<JobEstimate>(
      USER,
      'POST',
      '/jobs/estimate',
      request,
    );
    expect(estimate.status).toBe(200);
    expect(estimate.body.worstCaseNanoUsd).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('lists own jobs to users and all to administrators', async () => {
    storedJob(api);
    storedJob(api, { userId: STRANGER });
    const items = async (userId: string, query = '') =>
      (await api.call<{ items: Job[] }>(userId, 'GET', `/jobs${query}`)).body
        .items?.length;
    expect(await items(USER)).toBe(1);
    expect(await items(ADMIN)).toBe(2);
    expect(await items(ADMIN, '?scope=own')).toBe(0);
    expect((await api.call(USER, 'GET', '/jobs?scope=all')).status).toBe(403);
  });

  it('cancels a running job by request and refuses to cancel an ended one', async () => {
    const { jobId } = storedJob(api);
    const cancel = () => api.call<Job>(USER, 'POST', `/jobs/${jobId}/cancel`);
    expect((await cancel()).body).toMatchObject({
      status: 'RUNNING',
      cancelRequested: true,
    });
    storedJob(api, { jobId, status: 'COMPLETED' });
    expect((await cancel()).status).toBe(409);
  });

  describe('POST /jobs/{id}/resume', () => {
    /** A job that ended with so much left. */
    async function ended(
      left: (minimum: number) => number,
      job?: Partial<Job>,
    ) {
      const request = await jobRequest(api);
      const { body } = await create(request);
      api.functions.dispatched.length = 0;
      const minimum = (
        await api.call<JobEstimate>(USER, 'POST', '/jobs/estimate', request)
      ).body.minimumNanoUsd;
      api.stores.jobs.save({ ...body, status: 'BUDGET_EXCEEDED', ...job });
      const scope = jobScope(body.jobId);
      const available = left(minimum);
      api.stores.jobs.ledgers.set(scope, {
        ...openLedger(scope, body.budgetNanoUsd, 0),
        available,
        settled: body.budgetNanoUsd - available,
      });
      return body.jobId;
    }
    const resume = (jobId: string, body?: Partial<JobResume>) =>
      api.call<Job | Problem>(USER, 'POST', `/jobs/${jobId}/resume`, body);
    const gaps = {
      status: 'COMPLETED_WITH_GAPS',
      attempt: 1,
      counts: { accepted: 7, rejected: 3, notAttempted: 0 },
    } as const;

    it('queues what has money for one more record, and asks for a dispatch', async () => {
      const jobId = await ended((minimum) => minimum);
      expect(await resume(jobId)).toMatchObject({
        status: 200,
        body: { status: 'QUEUED' },
      });
      expect(api.functions.dispatched).toEqual([jobId]);
      expect((await resume(jobId)).status).toBe(409);
    });

    it('refuses a job whose money pays for another end only', async () => {
      const jobId = await ended((minimum) => minimum - 1);
      expect(await resume(jobId)).toMatchObject({
        status: 422,
        body: { type: 'urn:plot-palette:problem:budget-too-small' },
      });
      expect(api.stores.jobs.rows.get(jobId)?.status).toBe('BUDGET_EXCEEDED');
      expect(api.functions.dispatched).toEqual([]);
    });

    it('asks for no record of a job that has them all and lacks its export', async () => {
      const counts = { accepted: 10, rejected: 0, notAttempted: 0 };
      const failed = { status: 'FAILED', counts } as const;
      const enough = await ended((minimum) => minimum - 1, failed);
      expect((await resume(enough)).status).toBe(200);
      const spent = await ended(() => 1_000, failed);
      expect((await resume(spent)).status).toBe(422);
    });

    it('goes on with a larger budget, which is the job’s and the ledger’s limit from then on', async () => {
      const jobId = await ended((minimum) => minimum - 1);
      const refusal = await resume(jobId, { budgetUsd: 1 });
      expect(refusal.status).toBe(422);
      const { detail } = problemSchema.parse(refusal.body);
      const [, least] = /budget of \$([\d.]+) or more/.exec(detail) ?? [];
      const budgetUsd = Number(least);
      expect(budgetUsd).toBeGreaterThan(1);
      expect(await resume(jobId, { budgetUsd })).toMatchObject({
        status: 200,
        body: { status: 'QUEUED', budgetNanoUsd: usdToNano(budgetUsd) },
      });
      const ledger = api.stores.jobs.ledgers.get(jobScope(jobId));
      expect(ledger?.limit).toBe(usdToNano(budgetUsd));
      expect((ledger?.available ?? 0) + (ledger?.settled ?? 0)).toBe(
        usdToNano(budgetUsd),
      );
    });

    it('lowers no budget', async () => {
      const jobId = await ended((minimum) => minimum);
      expect(await resume(jobId, { budgetUsd: 0.5 })).toMatchObject({
        status: 400,
        body: { issues: [{ where: 'budgetUsd' }] },
      });
      expect(api.stores.jobs.rows.get(jobId)?.status).toBe('BUDGET_EXCEEDED');
    });

    it('makes rejected records again only when asked to', async () => {
      const jobId = await ended((minimum) => minimum, gaps);
      expect(await resume(jobId)).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('the 3 rejected ones') },
      });
      expect(await resume(jobId, { retryRejected: true })).toMatchObject({
        status: 200,
        body: { status: 'QUEUED', retriesRejectedSince: 2 },
      });
      expect(api.functions.dispatched).toEqual([jobId]);
    });

    it('wants money for a record that is made again', async () => {
      const jobId = await ended((minimum) => minimum - 1, gaps);
      expect((await resume(jobId, { retryRejected: true })).status).toBe(422);
    });

    it('says that the seed file is gone', async () => {
      const jobId = await ended((minimum) => minimum);
      const { seedId } = api.stores.jobs.rows.get(jobId) ?? { seedId: '' };
      await api.call(USER, 'DELETE', `/seed-data/${seedId}`);
      expect(await resume(jobId)).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('"Animals" was deleted') },
      });
    });

    it('is refused to jobs that are complete', async () => {
      const jobId = await ended(() => 0, { status: 'COMPLETED' });
      expect((await resume(jobId)).status).toBe(409);
    });
  });

  it.each(['QUEUED', 'RUNNING', 'COMPLETED', 'DELETING'] as const)(
    'deletes a job that is %s',
    async (status) => {
      const { jobId } = storedJob(api, { status });
      const answer = await api.call<Job>(USER, 'DELETE', `/jobs/${jobId}`);
      expect(answer).toMatchObject({
        status: 202,
        body: { status: 'DELETING' },
      });
      expect(api.functions.deleted).toEqual([jobId]);
    },
  );

  it('does not call a deletion accepted that nobody will do', async () => {
    const { jobId } = storedJob(api);
    api.functions.failing = true;
    expect((await api.call(USER, 'DELETE', `/jobs/${jobId}`)).status).toBe(500);
    api.functions.failing = false;
    expect((await api.call(USER, 'DELETE', `/jobs/${jobId}`)).status).toBe(202);
  });

  it('links to the exports under readable names', async () => {
    const file = {
      format: 'CSV' as const,
      key: 'jobs/x/exports/dataset.csv',
      rows: 5,
      bytes: 100,
      sha256: 'ab',
    };
    const none = storedJob(api);
    expect(
      (await api.call(USER, 'GET', `/jobs/${none.jobId}/download`)).status,
    ).toBe(409);
    const part = {
      ...file,
      partition: 'category/news%20%2F%E8%A9%A9',
      key: 'jobs/x/exports/partitioned/category/news%20%2F%E8%A9%A9/records.csv',
    };
    const { jobId } = storedJob(api, {
      status: 'COMPLETED',
      exports: [file, part],
    });
    const { body } = await api.call(USER, 'GET', `/jobs/${jobId}/download`);
    expect(body).toEqual({
      files: [
        {
          ...file,
          url: `https://bucket.example/${file.key}?name=${encodeURIComponent('Ævintýri-part-1.csv')}`,
          expiresAt: expect.any(String),
        },
        {
          ...part,
          url: `https://bucket.example/${part.key}?name=${encodeURIComponent('Ævintýri-part-1-news-詩.csv')}`,
          expiresAt: expect.any(String),
        },
      ],
      companions: ['README.md', 'rejected.jsonl', 'manifest.json'].map(
        (name) => ({
          key: `jobs/${jobId}/exports/${name}`,
          url: `https://bucket.example/jobs/${jobId}/exports/${name}?name=${encodeURIComponent(`Ævintýri-part-1-${name}`)}`,
          expiresAt: expect.any(String),
        }),
      ),
    });
  });

  it('cuts names between characters', async () => {
    const foxes = '🦊'.repeat(50);
    const { body: template } = await api.call<Template>(
      USER,
      'POST',
      '/templates',
      fableTemplate({ name: `x${foxes}${foxes.slice(0, 98)}` }),
    );
    const { templateId } = template;
    const { seedId } = await readySeed(api, { name: foxes });
    const request = await jobRequest(api, { templateId, seedId });
    const { body: job } = await create(request);
    expect(job.name).toMatch(/^x\P{Surrogate}+$/u);
    expect(job.name.length).toBeLessThanOrEqual(200);
    const letters = '𝒜'.repeat(50);
    const { jobId } = storedJob(api, {
      name: `x${letters}`,
      exports: [{ format: 'CSV', key: 'k', rows: 1, bytes: 1, sha256: 'a' }],
    });
    const path = `/jobs/${jobId}/download`;
    const { status, body } = await api.call<Download>(USER, 'GET', path);
    expect(status).toBe(200);
    const [link] = body.files;
    expect(decodeURIComponent(link?.url ?? '')).toContain(
      `name=x${letters.slice(0, 78)}.csv`,
    );
  });

  it('pages through the bill', async () => {
    const { jobId } = storedJob(api);
    const timestamp = new Date().toISOString();
    for (const entry of ['a', 'b', 'c'])
      api.stores.costRows.push({
        jobId,
        entry,
        timestamp,
        shard: 0,
        kind: 'model',
        costNanoUsd: 1,
      });
    const { body } = await api.call<{ items: unknown[]; nextCursor: string }>(
      USER,
      'GET',
      `/jobs/${jobId}/costs?limit=2`,
    );
    expect(body.items).toHaveLength(2);
    const rest = await api.call<{ items: unknown[] }>(
      USER,
      'GET',
      `/jobs/${jobId}/costs?limit=2&cursor=${body.nextCursor}`,
    );
    expect(rest.body.items).toHaveLength(1);
  });
});
