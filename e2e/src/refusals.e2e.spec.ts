import { randomUUID } from 'node:crypto';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';
import { sharedOutputs } from './harness/outputs';
import { cognito, newUser, signIn, type User } from './harness/user';

const outputs = sharedOutputs();
const OPEN = new Set([
  'GET /healthz',
  'GET /docs',
  'GET /docs-json',
  // For AWS signatures, not for tokens: pipeline.e2e.spec.ts.
  'POST /pipeline',
]);
const openApiSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

interface Route {
  readonly method: string;
  readonly path: string;
}

async function routes(): Promise<Route[]> {
  const response = await fetch(`${outputs.apiUrl}/docs-json`);
  const { paths } = openApiSchema.parse(await response.json());
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({
      method: method.toUpperCase(),
      path,
    })),
  );
}

async function status(
  { method, path }: Route,
  authorization?: string,
): Promise<string> {
  const address = path.replace(/\{\w+\}/g, () => randomUUID());
  const response = await fetch(`${outputs.apiUrl}${address}`, {
    method,
    ...(authorization === undefined ? {} : { headers: { authorization } }),
  });
  return `${method} ${path} ${response.status}`;
}

/** A token of the same pool and user, made for another client. */
async function tokenForOtherClient(user: User): Promise<string> {
  const operator = new CognitoIdentityProvider({
    endpoint: outputs.awsEndpointUrl,
    region: outputs.region,
    credentials: {
      accessKeyId: outputs.accessKeyId,
      secretAccessKey: outputs.secretAccessKey,
    },
  });
  const { UserPoolClient } = await operator.createUserPoolClient({
    UserPoolId: outputs.userPoolId,
    ClientName: `other-${randomUUID()}`,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  const clientId = UserPoolClient?.ClientId ?? '';
  const { accessToken } = await signIn(
    { ...outputs, clientId },
    user.email,
    user.password,
  );
  expect(accessToken).not.toBe('');
  return accessToken;
}

describe('every route behind the gateway', () => {
  let guarded: Route[];
  let user: User;

  beforeAll(async () => {
    guarded = (await routes()).filter(
      ({ method, path }) => !OPEN.has(`${method} ${path}`),
    );
    user = await newUser(outputs);
  });

  it('is documented', () => {
    expect(guarded.length).toBeGreaterThan(20);
  });

  const refusals: [
    string,
    () => Promise<string | undefined> | string | undefined,
  ][] = [
    ['no token', () => undefined],
    ['no JWT', () => 'Bearer abc'],
    ['another scheme', () => `Basic ${Buffer.from('a:b').toString('base64')}`],
    ['an ID token', () => `Bearer ${user.idToken}`],
    [
      'a token with a broken signature',
      () => `Bearer ${user.accessToken.slice(0, -4)}AAAA`,
    ],
    [
      'a token for another client',
      async () => `Bearer ${await tokenForOtherClient(user)}`,
    ],
  ];

  it.each(refusals)('refuses %s', async (_what, authorization) => {
    const header = await authorization();
    const answers: string[] = [];
    // One after the other: at once, each would need a process of its own.
    for (const route of guarded) answers.push(await status(route, header));
    expect(answers).toEqual(
      guarded.map(({ method, path }) => `${method} ${path} 401`),
    );
  });
});

describe('sessions', () => {
  it('are refreshed without a password', async () => {
    const user = await newUser(outputs);
    const { AuthenticationResult } = await cognito(outputs).initiateAuth({
      ClientId: outputs.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: user.refreshToken },
    });
    const response = await fetch(`${outputs.apiUrl}/jobs`, {
      headers: { authorization: `Bearer ${AuthenticationResult?.AccessToken}` },
    });
    expect(response.status).toBe(200);
  });

  it('do not begin before the address is verified', async () => {
    const email = `user-${randomUUID()}@example.org`;
    const password = `Passw0rd-${randomUUID()}`;
    await cognito(outputs).signUp({
      ClientId: outputs.clientId,
      Username: email,
      Password: password,
    });
    await expect(signIn(outputs, email, password)).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
    });
  });
});
