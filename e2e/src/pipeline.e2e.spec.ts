import { createHash, randomUUID } from 'node:crypto';
import type { PipelineRequest } from '@plot-palette/domain';
import { Api, until } from './harness/api';
import { sharedOutputs } from './harness/outputs';
import { Simulator } from './harness/simulator';
import { newUser } from './harness/user';
import { DeployedPipeline } from './pipeline/deployed-pipeline';
import {
  loggedEnds,
  measuredEnds,
  promisedEnds,
  promisedMeasures,
} from './pipeline/expect-ends';
import { metricLines } from './pipeline/metric-lines';
import { sendMixed } from './pipeline/mixed-executions';
import { PipelineClient } from './pipeline/pipeline-client';
import {
  FAULT_NAMES,
  faultyMessage,
  PIPELINE_FAULTS,
} from './pipeline/pipeline-fault';
import { StageProxies } from './pipeline/stage-proxies';

const MIXED = 40;
const WAIT_SECONDS = 25;
const ROW_MS = 60_000;

const outputs = sharedOutputs();
const simulator = new Simulator(outputs);
let client: PipelineClient;
let api: Api;

async function freshClient(): Promise<PipelineClient> {
  const { accessToken } = await newUser(outputs);
  api = new Api(outputs, accessToken);
  return new PipelineClient(api);
}

beforeAll(async () => {
  await simulator.set({});
  client = await freshClient();
});

describe('a message through the pipeline', () => {
  it('gets its answer, with what it took', async () => {
    const message = 'Wie spät ist es? `date` sagt etwas anderes. 🕰️';
    const { pipeline_id } = await client.send(
      { message },
      { wait: WAIT_SECONDS },
    );
    const ended = await client.end(pipeline_id);
    expect(ended).toMatchObject({
      status: 'COMPLETED',
      user_message: message,
      analysis: { language: 'de', isQuestion: true, code: { present: true } },
      final_response: {
        text: expect.stringContaining('Simulated answer'),
        metadata: { answersQuestion: true },
        pipeline: { pipeline_id },
      },
    });
    expect(ended.costNanoUsd).toBeGreaterThan(0);
    expect(Object.keys(ended.stageTimes)).toEqual([
      'AnalyzeInput',
      'CallExistingChatbot',
      'EnhanceResponse',
      'LogResults',
    ]);
    expect(ended.execution_time_ms).toBeGreaterThanOrEqual(
      Object.values(ended.stageTimes).reduce((sum, time) => sum + time, 0),
    );
    const lines = metricLines().get(pipeline_id) ?? [];
    expect(lines.flatMap(({ Stage }) => Stage ?? [])).toHaveLength(4);
    expect(lines.flatMap(({ CostUsd }) => CostUsd ?? [])).toEqual([
      ended.costNanoUsd / 1e9,
    ]);
  });

  it('goes on with its conversation in the studio', async () => {
    const first = await client.send({ message: 'a' }, { wait: WAIT_SECONDS });
    const { chat } = await client.end(first.pipeline_id);
    const request: PipelineRequest = {
      message: 'b',
      ...(chat && { sessionId: chat.sessionId }),
    };
    const second = await client.send(request, { wait: WAIT_SECONDS });
    const ended = await client.end(second.pipeline_id);
    expect(ended.chat?.sessionId).toBe(chat?.sessionId);
    const session = await api.call('GET', `/sessions/${chat?.sessionId}`);
    const { history } = (await session.json()) as {
      history: { role: string; text: string }[];
    };
    expect(history.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
    ]);
  });

  it('is answered by a dearer model when it is complex', async () => {
    const message = `Compare the designs below step by step, explain the trade-offs and prove your claim.\n${'Why does it fail under load, and how would you migrate to another one without losing data? '.repeat(20)}\n\`\`\`ts\n${'const a = await b(c);\n'.repeat(60)}\`\`\``;
    const { pipeline_id } = await client.send({ message });
    const { analysis, chat } = await client.end(pipeline_id);
    expect(analysis?.complexity).toBe('high');
    expect(chat?.tier).toBe('tier-3');
  });

  it('is sent again when the model refused it, and once only', async () => {
    await simulator.set({ refusalRate: 1 });
    const { pipeline_id } = await client.send({ message: 'Tell me!' });
    const failed = await client.end(pipeline_id);
    await simulator.set({});
    expect(failed).toMatchObject({
      status: 'FAILED',
      error: { component: 'CallExistingChatbot', kind: 'ModelRefused' },
    });
    // The model has billed what it then held back.
    expect(failed.costNanoUsd).toBeGreaterThan(0);

    const redriven = await client.redrive(pipeline_id);
    expect(await client.redrive(pipeline_id)).toMatchObject({
      pipeline_id: redriven.pipeline_id,
    });
    expect(await client.end(redriven.pipeline_id)).toMatchObject({
      status: 'COMPLETED',
      redriveOf: pipeline_id,
      user_message: 'Tell me!',
    });
    const again = await api.call(
      'POST',
      `/pipelines/${redriven.pipeline_id}/redrive`,
    );
    expect(again.status).toBe(409);
  });

  it('is nobody else’s', async () => {
    const { pipeline_id } = await client.send({ message: 'mine' });
    await client.end(pipeline_id);
    const stranger = new Api(outputs, (await newUser(outputs)).accessToken);
    for (const [method, path] of [
      ['GET', `/pipelines/${pipeline_id}`],
      ['POST', `/pipelines/${pipeline_id}/redrive`],
    ] as const)
      expect((await stranger.call(method, path)).status).toBe(404);
    expect(await new PipelineClient(stranger).list()).toEqual([]);
  });

  it('belongs to whoever signed it', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${outputs.apiUrl}/pipeline?wait=${WAIT_SECONDS}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ message: 'Signed.' }),
      });
    expect((await send({})).status).toBe(403);
    // Here the gateway believes the key without its signature; on AWS it checks it.
    const scope = `${outputs.accessKeyId}/20260101/${outputs.region}/execute-api/aws4_request`;
    const signed = await send({
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    });
    expect(signed.ok).toBe(true);
    expect(await signed.json()).toMatchObject({
      userId: expect.stringMatching(/^arn:aws:iam::/),
      user_message: 'Signed.',
    });
  });
});

describe('faults of the pipeline', () => {
  let pipeline: DeployedPipeline;
  let proxies: StageProxies;
  let restore: () => Promise<void>;

  beforeAll(async () => {
    pipeline = await DeployedPipeline.find(outputs);
    proxies = await StageProxies.open(outputs.awsEndpointUrl);
    restore = await pipeline.leadThrough(proxies);
  });
  afterAll(async () => {
    await restore();
    proxies.close();
  });

  it(`leave ${MIXED} executions, of which a tenth is faulty, with one row and one count each`, async () => {
    const mine = await freshClient();
    const mixed = await sendMixed(MIXED, { client: mine, pipeline, proxies });
    expect(await loggedEnds(mine)).toEqual(promisedEnds(mixed));
    expect(measuredEnds(mixed)).toEqual(promisedMeasures(mixed));
  });

  it.each(FAULT_NAMES.filter((name) => name !== 'abort'))(
    'of the kind "%s" end as promised, in row, list and metrics',
    async (name) => {
      const mine = await freshClient();
      const message = faultyMessage('Hvað er að?', name);
      const { pipeline_id } = await mine.send({ message });
      const execution = await mine.end(pipeline_id);
      const mixed = [{ fault: name, execution }];
      expect(await loggedEnds(mine)).toEqual(promisedEnds(mixed));
      expect(measuredEnds(mixed)).toEqual(promisedMeasures(mixed));
      const { status } = PIPELINE_FAULTS[name].end;
      const day = execution.timestamp.slice(0, 10);
      for (const query of [{ status }, { day }, { day, status }])
        expect(await mine.list(query)).toMatchObject([{ pipeline_id }]);
      expect(await mine.list({ status: 'ABORTED' })).toEqual([]);
      expect(await mine.list({ day: '2020-01-01' })).toEqual([]);
    },
  );

  it('end an execution that takes too long as TIMED_OUT', async () => {
    const lift = await pipeline.limitTo(5);
    try {
      const message = faultyMessage('Slow.', 'abort');
      const { pipeline_id } = await client.send({ message });
      expect(await client.end(pipeline_id)).toMatchObject({
        status: 'TIMED_OUT',
        user_message: message,
        error: { component: 'CallExistingChatbot', kind: 'States.Timeout' },
      });
      proxies.release(pipeline_id);
    } finally {
      await lift();
    }
  });

  it('of an input that nobody sent hurt no other execution', async () => {
    const { pipeline_id, userId } = await client.send({ message: 'mine' });
    const before = await client.end(pipeline_id);
    const nameOf = (text: string) =>
      `p-${createHash('md5').update(text).digest('hex')}`;
    const lost = nameOf(randomUUID());
    await pipeline.start(lost, { pipeline_id: lost, userId });
    const forged = nameOf(randomUUID());
    await pipeline.start(forged, { pipeline_id, userId, message: 'forged' });
    const failures = await until(
      () => client.list({ status: 'FAILED' }),
      (rows) =>
        [lost, forged].every((name) =>
          rows.some((row) => row.pipeline_id === name),
        ),
      ROW_MS,
    );
    const failure = (name: string) =>
      failures.find((row) => row.pipeline_id === name);
    expect(failure(lost)).toMatchObject({
      user_message: '',
      error: { component: 'AnalyzeInput', kind: 'NotFound' },
    });
    expect(failure(forged)).toMatchObject({
      user_message: '',
      error: {
        component: 'AnalyzeInput',
        message: expect.stringContaining('another execution'),
      },
    });
    expect(await client.get(pipeline_id)).toEqual(before);
  });
});
