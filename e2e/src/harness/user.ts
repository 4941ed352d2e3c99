import { randomUUID } from 'node:crypto';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import type { Outputs } from './outputs';

/** The code that the emulator "sends" for every sign-up. */
const SIGN_UP_CODE = '123456';

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

export interface User extends Tokens {
  readonly email: string;
  readonly password: string;
}

export function cognito({
  awsEndpointUrl,
  region,
}: Outputs): CognitoIdentityProvider {
  // The operations of users carry no AWS signature; the client insists on having credentials all the same.
  return new CognitoIdentityProvider({
    endpoint: awsEndpointUrl,
    region,
    credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
  });
}

export async function signIn(
  outputs: Outputs,
  email: string,
  password: string,
): Promise<Tokens> {
  const { AuthenticationResult } = await cognito(outputs).initiateAuth({
    ClientId: outputs.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
  return {
    accessToken: AuthenticationResult?.AccessToken ?? '',
    idToken: AuthenticationResult?.IdToken ?? '',
    refreshToken: AuthenticationResult?.RefreshToken ?? '',
  };
}

/** Signs up, verifies the address and signs in, as a new user of the console would. */
export async function newUser(outputs: Outputs): Promise<User> {
  const email = `user-${randomUUID()}@example.org`;
  const password = `Passw0rd-${randomUUID()}`;
  const client = cognito(outputs);
  const { clientId: ClientId } = outputs;
  await client.signUp({ ClientId, Username: email, Password: password });
  await client.confirmSignUp({
    ClientId,
    Username: email,
    ConfirmationCode: SIGN_UP_CODE,
  });
  return { email, password, ...(await signIn(outputs, email, password)) };
}
