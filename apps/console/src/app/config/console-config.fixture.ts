import type { ConsoleConfig } from './console-config';

export function consoleConfig(
  overrides: Partial<ConsoleConfig> = {},
): ConsoleConfig {
  return {
    apiUrl: 'https://api.example',
    socketUrl: 'wss://socket.example/live',
    eventsUrl: 'https://events.example/',
    region: 'us-east-1',
    userPoolId: 'us-east-1_pool',
    userPoolClientId: 'client',
    cognitoEndpoint: '',
    hosting: 'amplify',
    modelNotice: '',
    ...overrides,
  };
}
