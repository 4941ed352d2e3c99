import { storesEnvironment, studioEnvironment } from '@plot-palette/stores';
import { environmentOf } from './environment-of';
import { parseTemplate, resourcesOfType } from './parse-template';
import { readStacks } from './read-stacks';

const STORES = Object.keys(storesEnvironment);
const STUDIO = Object.keys(studioEnvironment);
const LIFECYCLE = ['CLUSTER_ARN', 'MAX_CONCURRENT_JOBS'];
const PIPELINE = [...STUDIO, 'PIPELINE_NAME'];
/** What each process is told beside where its data lies. */
const EXTRA: Readonly<Record<string, readonly string[]>> = {
  ApiFunction: [
    ...STUDIO,
    'TOKEN_ISSUER',
    'JWKS_URL',
    'USER_POOL_CLIENT_ID',
    'DISPATCH_FUNCTION_NAME',
    'DELETE_JOB_FUNCTION_NAME',
    'RUN_FUNCTION_NAME',
    'MONTHLY_STUDIO_BUDGET_USD',
    'PIPELINE_STATE_MACHINE_ARN',
    'CONSOLE_ORIGIN',
    'SOCKET_URL',
    'EVENTS_URL',
  ],
  SocketFunction: [...STUDIO, 'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI'],
  EventsFunction: [
    ...STUDIO,
    'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI',
    'SSE_WINDOW_MS',
  ],
  RunFunction: [
    ...STUDIO,
    'MONTHLY_STUDIO_BUDGET_USD',
    'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI',
  ],
  ExpireRunsFunction: [...STUDIO, 'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI'],
  DispatchFunction: [...LIFECYCLE, 'STATE_MACHINE_ARN'],
  PrepareFunction: LIFECYCLE,
  InspectShardFunction: LIFECYCLE,
  BeginExportFunction: LIFECYCLE,
  FinishFunction: LIFECYCLE,
  DeleteJobFunction: [...LIFECYCLE, 'STATE_MACHINE_ARN'],
  SeedProfileFunction: [],
  AnalyzeFunction: PIPELINE,
  ChatFunction: [...PIPELINE, 'MONTHLY_STUDIO_BUDGET_USD'],
  EnhanceFunction: PIPELINE,
  LogFunction: PIPELINE,
  LogFailureFunction: PIPELINE,
  RecordEndFunction: [...PIPELINE, 'STATE_MACHINE_ARN'],
  WorkerTaskDefinition: ['NODE_OPTIONS'],
};

describe(environmentOf.name, () => {
  const resources = [...readStacks().values()].flatMap((template) => [
    ...resourcesOfType(template, 'AWS::Lambda::Function'),
    ...resourcesOfType(template, 'AWS::ECS::TaskDefinition'),
  ]);

  it.each(Object.entries(EXTRA))('%s is told what it needs', (name, extra) => {
    const resource = resources.find(([found]) => found === name)?.[1];
    expect(resource && environmentOf(resource).sort()).toEqual(
      [...STORES, 'LOG_LEVEL', ...extra].sort(),
    );
  });

  it('reads functions and task definitions alike', () => {
    const { Resources } = parseTemplate(
      't.yaml',
      `
Resources:
  Function: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {A: 1}}}}
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Environment: [{Name: B, Value: 1}]}]}}
  Bare: {Type: AWS::Lambda::Function}
`,
    );
    expect(Object.values(Resources).map(environmentOf)).toEqual([
      ['A'],
      ['B'],
      [],
    ]);
  });
});
