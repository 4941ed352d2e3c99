import { runningCloud } from '../running-cloud.fixture';

const cloud = runningCloud();

async function signIn(password: string) {
  const response = await fetch(`${cloud.consoleUrl}/cognito`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: cloud.clientId,
      AuthParameters: { USERNAME: cloud.demoUser, PASSWORD: password },
    }),
  });
  return (await response.json()) as {
    readonly __type?: string;
    readonly AuthenticationResult?: {
      readonly AccessToken: string;
      readonly IdToken: string;
    };
  };
}

function listJobs(token?: string): Promise<Response> {
  return fetch(
    `${cloud.apiUrl}/jobs`,
    token === undefined
      ? {}
      : { headers: { authorization: `Bearer ${token}` } },
  );
}

describe('the front door of a running local cloud', () => {
  it('signs the demo user in, and the API takes the access token', async () => {
    const { AuthenticationResult } = await signIn(cloud.demoPassword);
    expect((await listJobs(AuthenticationResult?.AccessToken)).status).toBe(
      200,
    );
  });

  it('refuses a wrong password, no token, and a token that somebody else has signed', async () => {
    expect((await signIn('not the password 1A')).__type).toContain(
      'NotAuthorizedException',
    );
    expect((await listJobs()).status).toBe(401);
    const { AuthenticationResult } = await signIn(cloud.demoPassword);
    const [header, claims, signature] = (
      AuthenticationResult?.AccessToken ?? ''
    ).split('.');
    const forged = [
      header,
      claims,
      signature?.split('').reverse().join(''),
    ].join('.');
    expect((await listJobs(forged)).status).toBe(401);
  });

  it('tells the console the same as outputs.json', async () => {
    const config: unknown = await (
      await fetch(`${cloud.consoleUrl}/config.json`)
    ).json();
    expect(config).toMatchObject({
      apiUrl: cloud.apiUrl,
      userPoolId: cloud.userPoolId,
      userPoolClientId: cloud.clientId,
      hosting: 'local',
    });
  });

  it('answers the health check without a token', async () => {
    expect((await fetch(`${cloud.apiUrl}/healthz`)).status).toBe(200);
  });
});
