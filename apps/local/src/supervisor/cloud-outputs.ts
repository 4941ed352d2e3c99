import { type DemoUser } from '../demo/demo-user';
import { type Deployment } from '../deploy/deploy-stacks';
import {
  API_PATH,
  EVENTS_PATH,
  type Gateways,
  SOCKET_PATH,
  socketStagePath,
} from '../front-door/gateway-paths';
import { type Outputs, stackOutput, tableNames } from '../outputs';
import { emulatorEndpoint, OPERATOR_KEYS, REGION } from './emulator';
import { type Ports } from './ports';

/** All addresses and names of a deployed local cloud. @throws StartFailure when a stack lacks an output */
export function cloudOutputs(
  deployment: Deployment,
  ports: Ports,
  user: DemoUser,
): Outputs {
  const output = (stack: string, name: string) =>
    stackOutput(deployment, stack, name);
  const userPoolId = output('Auth', 'UserPoolId');
  return {
    apiUrl: `${consoleUrl(ports)}${API_PATH}`,
    consoleUrl: consoleUrl(ports),
    socketUrl: `${consoleUrl(ports).replace(/^http/, 'ws')}${SOCKET_PATH}`,
    eventsUrl: `${consoleUrl(ports)}${EVENTS_PATH}`,
    socketManagementUrl: `${emulatorEndpoint(ports.emulator)}${socketStagePath(gateways(deployment))}`,
    modelUrl: emulatorEndpoint(ports.model),
    awsEndpointUrl: emulatorEndpoint(ports.emulator),
    region: REGION,
    ...OPERATOR_KEYS,
    userPoolId,
    clientId: output('Auth', 'UserPoolClientId'),
    jwksUrl: jwksUrl(ports, userPoolId),
    bucket: output('Storage', 'BucketName'),
    tables: tableNames(deployment),
    stateMachineArn: output('Compute', 'StateMachineArn'),
    clusterArn: output('Compute', 'ClusterArn'),
    dispatchFunctionName: output('Compute', 'DispatchFunctionName'),
    demoUser: user.email,
    demoPassword: user.password,
  };
}

/** The ids by which the front door finds the APIs in the emulator. @throws StartFailure when the stack lacks one */
export function gateways(deployment: Deployment): Gateways {
  const output = (name: string) => stackOutput(deployment, 'Api', name);
  return {
    apiId: output('ApiId'),
    socketApiId: output('SocketApiId'),
    eventsUrlId: new URL(output('EventsUrl')).hostname.split('.')[0] ?? '',
  };
}

/** A name and no address: browsers let a page on localhost do what needs a secure context. */
export function consoleUrl(ports: Ports): string {
  return `http://localhost:${ports.frontDoor}`;
}

/** `{userPoolId}` stands for the pool while it does not exist yet. */
export function jwksUrl(ports: Ports, userPoolId: string): string {
  return `${emulatorEndpoint(ports.emulator)}/${userPoolId}/.well-known/jwks.json`;
}
