import { rm } from 'node:fs/promises';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { AwsClients } from '../aws-clients';
import { type Options } from '../command-line';
import { DeployedState } from '../deploy/deployed-state';
import { deployStacks, type Deployment } from '../deploy/deploy-stacks';
import { readRelease } from '../deploy/release';
import { ensureDemoUser } from '../demo/demo-user';
import { errorMessage } from '../error-code';
import { FrontDoor } from '../front-door/front-door';
import { type Outputs, stackOutput, writeOutputs } from '../outputs';
import { StartFailure } from '../start-failure';
import { type Terminal } from '../terminal';
import { type Workspace } from '../workspace';
import { cloudOutputs, consoleUrl, gateways, jwksUrl } from './cloud-outputs';
import { DataDirectory } from './data-directory';
import { Emulator, emulatorEndpoint, WORKER_IMAGE } from './emulator';
import { acquireLock } from './lock';
import { assertModelAnswers } from './model-probe';
import { modelNotice, startModelServer } from './model-process';
import { choosePorts, type Ports } from './ports';
import { endStaleProcesses } from './stale-processes';
import { childFailure } from './wait-until-ready';

export interface LocalCloudSettings {
  readonly options: Options;
  readonly workspace: Workspace;
  readonly terminal: Terminal;
  /** Of this process: node first. */
  readonly path: string;
  readonly home: string;
  readonly openAiApiKey: string | undefined;
}

const STALE_GRACE_MS = 5_000;
const TASK_GRACE_MS = 1_000;
const MODEL_STOP_GRACE_MS = 3_000;
const MAX_RESTARTS = 20;

/** All parts of one local cloud, from its lock to its outputs. */
export class LocalCloud {
  readonly data: DataDirectory;
  /** Rejects when a part is lost for good. */
  readonly lost: Promise<never>;
  private reportLost: (error: unknown) => void = () => undefined;
  private readonly cleanups: (() => Promise<void>)[] = [];
  private hasStartedParts = false;
  private isStopping = false;
  private restarts = 0;

  constructor(private readonly settings: LocalCloudSettings) {
    this.data = new DataDirectory(settings.options.dataDirectory);
    this.lost = new Promise((_resolve, reject) => (this.reportLost = reject));
    // Nobody may be listening when it happens.
    this.lost.catch(() => undefined);
  }

  /** Starts everything and writes the outputs. @throws StartFailure */
  async start(): Promise<Outputs> {
    const { terminal, options, workspace } = this.settings;
    workspace.assertBuilt();
    await this.prepareData();
    await assertModelAnswers(options.model, this.settings.openAiApiKey);
    const ports = await choosePorts(options.ports);
    this.hasStartedParts = true;
    const model = terminal.step('model', () => this.startModel(ports));
    // Only looked at when the stacks stand; until then it must not count as unhandled.
    model.catch(() => undefined);
    await terminal.step('emulator', () => this.startEmulator(ports));
    const clients = new AwsClients(emulatorEndpoint(ports.emulator));
    this.cleanups.push(async () => clients.destroy());
    const deployment = await this.deploy(clients, ports);
    await model;
    const userPoolId = stackOutput(deployment, 'Auth', 'UserPoolId');
    const user = await ensureDemoUser(
      clients.cognito,
      userPoolId,
      this.data.demo,
    );
    const outputs = cloudOutputs(deployment, ports, user);
    await terminal.step('front door', () =>
      this.openFrontDoor(outputs, deployment, ports),
    );
    await this.dispatch(clients, outputs.dispatchFunctionName);
    this.watchEmulator(clients, ports, outputs.dispatchFunctionName);
    await writeOutputs(this.data.outputs, outputs);
    return outputs;
  }

  /** Ends all parts, the last one first; each gets its turn even when another one fails. */
  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.hasStartedParts) this.settings.terminal.ending();
    // A part that is spawned meanwhile adds its own.
    for (
      let cleanup = this.cleanups.pop();
      cleanup !== undefined;
      cleanup = this.cleanups.pop()
    ) {
      await cleanup().catch((error: unknown) =>
        this.settings.terminal.line(`  ! ${errorMessage(error)}`),
      );
    }
  }

  private async prepareData(): Promise<void> {
    const { terminal, options } = this.settings;
    await this.data.create();
    this.cleanups.push(await acquireLock(this.data.lock));
    await rm(this.data.outputs, { force: true });
    this.cleanups.push(() => rm(this.data.outputs, { force: true }));
    const ended = await endStaleProcesses(this.data.processes, STALE_GRACE_MS);
    if (ended.length > 0)
      terminal.line(
        `  ended what an earlier run had left: ${ended.join(', ')}`,
      );
    if (options.fresh) {
      await this.data.clear();
      await this.data.create();
    }
  }

  private async startModel(ports: Ports): Promise<string> {
    const { options } = this.settings;
    await startModelServer(
      { ...this.settings, data: this.data, port: ports.model },
      (child) => {
        this.cleanups.push(() => child.stop(MODEL_STOP_GRACE_MS));
        void child.ended.then((how) => {
          if (!this.isStopping) this.reportLost(childFailure(child, how));
        });
      },
    );
    return `${options.model} at ${emulatorEndpoint(ports.model)}`;
  }

  private emulator: Emulator | undefined;

  private async startEmulator(ports: Ports): Promise<string> {
    const settings = {
      ...this.settings,
      data: this.data,
      port: ports.emulator,
      modelEndpoint: emulatorEndpoint(ports.model),
      snapshotSeconds: this.settings.options.snapshotSeconds,
    };
    await Emulator.start(settings, (emulator) => {
      // One cleanup for whichever emulator runs at the end.
      if (this.emulator === undefined)
        this.cleanups.push(async () => this.emulator?.stop());
      this.emulator = emulator;
    });
    return emulatorEndpoint(ports.emulator);
  }

  private async deploy(clients: AwsClients, ports: Ports): Promise<Deployment> {
    let deployment: Deployment | undefined;
    await this.settings.terminal.step('stacks', async () => {
      const state = await DeployedState.read(this.data.deployed);
      deployment = await deployStacks(
        clients,
        await readRelease(this.settings.workspace),
        state,
        {
          Environment: 'local',
          AdminEmail: 'demo@plot-palette.local',
          Hosting: 'none',
          ConsoleOrigin: consoleUrl(ports),
          JwksUrl: jwksUrl(ports, '{userPoolId}'),
          WorkerImageUri: `${WORKER_IMAGE}:local`,
        },
      );
      const { created, updated, unchanged } = deployment;
      // Only now may the record say so: a kill before it must deploy again.
      if (created + updated > 0) await this.emulator?.snapshot();
      await state.write();
      return `${created} created, ${updated} updated, ${unchanged} unchanged`;
    });
    if (deployment === undefined)
      throw new Error('the stacks were not deployed');
    return deployment;
  }

  private async openFrontDoor(
    outputs: Outputs,
    deployment: Deployment,
    ports: Ports,
  ): Promise<string> {
    const door = await FrontDoor.open({
      port: ports.frontDoor,
      emulatorEndpoint: outputs.awsEndpointUrl,
      consoleDirectory: this.settings.workspace.console,
      gateways: gateways(deployment),
      config: {
        apiUrl: outputs.apiUrl,
        socketUrl: outputs.socketUrl,
        eventsUrl: outputs.eventsUrl,
        region: outputs.region,
        userPoolId: outputs.userPoolId,
        userPoolClientId: outputs.clientId,
        cognitoEndpoint: `${outputs.consoleUrl}/cognito`,
        hosting: 'local',
        modelNotice: modelNotice(this.settings.options.model),
      },
    });
    this.cleanups.push(() => door.close());
    return outputs.consoleUrl;
  }

  /** Lets jobs that a kill interrupted go on now and not at the next full minute. */
  private async dispatch(
    clients: AwsClients,
    functionName: string,
  ): Promise<void> {
    await clients.lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
      }),
    );
  }

  /** A killed emulator comes back with everything that it had acknowledged; workers that outlived it are ended. */
  private watchEmulator(
    clients: AwsClients,
    ports: Ports,
    dispatchFunctionName: string,
  ): void {
    const child = this.emulator?.process;
    void child?.ended
      .then(async (how) => {
        if (this.isStopping) return;
        this.settings.terminal.line(`  the emulator ${how}; starting it again`);
        this.restarts += 1;
        if (this.restarts > MAX_RESTARTS) throw childFailure(child, how);
        await endStaleProcesses(this.data.processes, TASK_GRACE_MS, (name) =>
          name.startsWith('task '),
        );
        await this.settings.terminal.step('emulator', () =>
          this.startEmulator(ports),
        );
        await this.dispatch(clients, dispatchFunctionName);
        this.watchEmulator(clients, ports, dispatchFunctionName);
      })
      .catch((error: unknown) => this.reportLost(asFailure(error)));
  }
}

function asFailure(error: unknown): StartFailure {
  if (error instanceof StartFailure) return error;
  return new StartFailure(
    errorMessage(error),
    'Start again; what was kept is still there.',
    { cause: error },
  );
}
