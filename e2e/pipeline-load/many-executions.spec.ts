import { Api } from '../src/harness/api';
import { sharedOutputs } from '../src/harness/outputs';
import { Simulator } from '../src/harness/simulator';
import { newUser } from '../src/harness/user';
import { DeployedPipeline } from '../src/pipeline/deployed-pipeline';
import {
  loggedEnds,
  measuredEnds,
  promisedEnds,
  promisedMeasures,
} from '../src/pipeline/expect-ends';
import { sendMixed } from '../src/pipeline/mixed-executions';
import { PipelineClient } from '../src/pipeline/pipeline-client';
import { StageProxies } from '../src/pipeline/stage-proxies';
import { record } from './results';

const EXECUTIONS = 500;

describe('the pipeline under load', () => {
  const outputs = sharedOutputs();
  let proxies: StageProxies;
  let restore: () => Promise<void>;
  let pipeline: DeployedPipeline;

  beforeAll(async () => {
    await new Simulator(outputs).set({});
    pipeline = await DeployedPipeline.find(outputs);
    proxies = await StageProxies.open(outputs.awsEndpointUrl);
    restore = await pipeline.leadThrough(proxies);
  });
  afterAll(async () => {
    await restore();
    proxies.close();
  });

  it(`gives each of ${EXECUTIONS} executions one final row, whatever happens to it`, async () => {
    const { accessToken } = await newUser(outputs);
    const client = new PipelineClient(new Api(outputs, accessToken));
    const startedAt = Date.now();
    const mixed = await sendMixed(EXECUTIONS, { client, pipeline, proxies });
    const elapsedMs = Date.now() - startedAt;
    expect(await loggedEnds(client)).toEqual(promisedEnds(mixed));
    expect(measuredEnds(mixed)).toEqual(promisedMeasures(mixed));
    record(mixed, elapsedMs);
  });
});
