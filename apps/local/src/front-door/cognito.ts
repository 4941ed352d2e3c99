import { type IncomingMessage, type ServerResponse } from 'node:http';
import { sendText } from './send-text';

const SERVICE = 'AWSCognitoIdentityProviderService.';

/** What a browser may ask of a user pool without AWS keys; everything else is for administrators. */
const PUBLIC_OPERATIONS: ReadonlySet<string> = new Set([
  'AssociateSoftwareToken',
  'ChangePassword',
  'ConfirmDevice',
  'ConfirmForgotPassword',
  'ConfirmSignUp',
  'DeleteUser',
  'DeleteUserAttributes',
  'ForgetDevice',
  'ForgotPassword',
  'GetDevice',
  'GetTokensFromRefreshToken',
  'GetUser',
  'GetUserAttributeVerificationCode',
  'GlobalSignOut',
  'InitiateAuth',
  'ListDevices',
  'ResendConfirmationCode',
  'RespondToAuthChallenge',
  'RevokeToken',
  'SetUserMFAPreference',
  'SignUp',
  'UpdateDeviceStatus',
  'UpdateUserAttributes',
  'VerifySoftwareToken',
  'VerifyUserAttribute',
]);

export async function serveCognito(
  request: IncomingMessage,
  response: ServerResponse,
  forward: () => Promise<void>,
): Promise<void> {
  const target = String(request.headers['x-amz-target'] ?? '');
  const operation = target.startsWith(SERVICE)
    ? target.slice(SERVICE.length)
    : '';
  if (request.method !== 'POST' || !PUBLIC_OPERATIONS.has(operation)) {
    const message = `${target || 'A request without X-Amz-Target'} is not an operation for browsers.`;
    sendText(
      response,
      403,
      JSON.stringify({ __type: 'AccessDeniedException', message }),
      'application/x-amz-json-1.1',
    );
    return;
  }
  await forward();
}
