import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { z } from 'zod';

const EMAIL = 'demo@plot-palette.local';
const GROUP = 'user';

const demoUserSchema = z.object({ email: z.string(), password: z.string() });
export type DemoUser = z.infer<typeof demoUserSchema>;

/** The demo user of this data directory; a random password is kept there, readable by its owner alone. */
export async function ensureDemoUser(
  cognito: CognitoIdentityProviderClient,
  userPoolId: string,
  directory: string,
): Promise<DemoUser> {
  const user = await readOrCreate(join(directory, 'user.json'));
  try {
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: userPoolId,
        Username: user.email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: user.email },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'UsernameExistsException'))
      throw error;
  }
  const identity = { UserPoolId: userPoolId, Username: user.email };
  await cognito.send(
    new AdminSetUserPasswordCommand({
      ...identity,
      Password: user.password,
      Permanent: true,
    }),
  );
  await cognito.send(
    new AdminAddUserToGroupCommand({ ...identity, GroupName: GROUP }),
  );
  return user;
}

/** An access token, as `curl` would get it. */
export async function signIn(
  cognito: CognitoIdentityProviderClient,
  clientId: string,
  user: DemoUser,
): Promise<string> {
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: user.email, PASSWORD: user.password },
    }),
  );
  const token = AuthenticationResult?.AccessToken;
  if (token === undefined)
    throw new Error(
      `${user.email} could not sign in: the user pool asked for something more`,
    );
  return token;
}

async function readOrCreate(path: string): Promise<DemoUser> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text !== undefined) return demoUserSchema.parse(JSON.parse(text));
  // The four characters satisfy any password policy that asks for one of each kind.
  const user = {
    email: EMAIL,
    password: `${randomBytes(15).toString('base64url')}aA1!`,
  };
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, JSON.stringify(user), { mode: 0o600 });
  return user;
}
