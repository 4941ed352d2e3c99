import { Api, until } from './harness/api';
import { OwnCloud } from './harness/own-cloud';
import type { Outputs } from './harness/outputs';
import {
  customersCsv,
  jobOver,
  jsonLines,
  recordIndexes,
  ticketTemplate,
  upTo,
} from './harness/sample';
import { Simulator } from './harness/simulator';
import { newUser, signIn } from './harness/user';

const RECORDS = 500;

function samePorts({
  consoleUrl,
  awsEndpointUrl,
  modelUrl,
}: Outputs): string[] {
  const port = (url: string): string => new URL(url).port;
  return [
    '--port',
    port(consoleUrl),
    '--emulator-port',
    port(awsEndpointUrl),
    '--model-port',
    port(modelUrl),
  ];
}

describe('the whole local cloud', () => {
  const cloud = new OwnCloud();
  afterAll(async () => {
    await cloud.stop();
    cloud.killAll();
    cloud.remove();
  });

  it('may be killed and started again in the middle of a job: exact count, nothing twice', async () => {
    const first = await cloud.start();
    await new Simulator(first).set({ latency: { kind: 'fixed', ms: 100 } });
    const user = await newUser(first);
    const api = new Api(first, user.accessToken);
    const template = await api.createTemplate(ticketTemplate);
    const seed = await api.uploadSeed('customers.csv', customersCsv());
    const { jobId } = await api.createJob(
      jobOver(template.templateId, seed.seedId, { records: RECORDS }),
    );
    await until(
      () => api.dashboard(jobId),
      ({ totals }) => totals.accepted >= 150,
      60_000,
      100,
    );

    expect(cloud.killAll().length).toBeGreaterThanOrEqual(4);
    const second = await cloud.start(samePorts(first));
    expect(second.apiUrl).toBe(first.apiUrl);

    const { accessToken } = await signIn(second, user.email, user.password);
    const again = new Api(second, accessToken);
    const job = await again.jobEnd(jobId);
    expect(job).toMatchObject({
      status: 'COMPLETED',
      counts: { accepted: RECORDS, rejected: 0, notAttempted: 0 },
    });
    expect(
      recordIndexes(jsonLines(await again.download(jobId, 'JSONL'))),
    ).toEqual(upTo(RECORDS));
    expect(job.spentNanoUsd).toBeLessThanOrEqual(job.budgetNanoUsd);
  });

  it('leaves no process behind when it is asked to end', async () => {
    const before = cloud.processes();
    expect(before.length).toBeGreaterThanOrEqual(3);
    await cloud.stop();
    await until(
      async () => cloud.processes(),
      (left) => left.length === 0,
      10_000,
    );
  });
});
