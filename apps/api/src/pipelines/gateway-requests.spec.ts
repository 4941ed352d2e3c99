import { GatewayRequests, principalOf } from './gateway-requests';

const signedBy = (userArn: unknown) => ({
  requestContext: { authorizer: { iam: { userArn } } },
});

describe(GatewayRequests.name, () => {
  it.each([
    ['a user', 'arn:aws:iam::1:user/ada', 'arn:aws:iam::1:user/ada'],
    [
      'any session of a role',
      'arn:aws:sts::1:assumed-role/worker/session-7',
      'arn:aws:sts::1:assumed-role/worker',
    ],
  ])('takes %s for the principal', (_name, userArn, principal) => {
    expect(principalOf(signedBy(userArn))).toBe(principal);
  });

  it.each([
    ['no event', undefined],
    ['an open route', { requestContext: {} }],
    ['a route with a token', { requestContext: { authorizer: { jwt: {} } } }],
    ['an empty name', signedBy('')],
    ['no name', signedBy(null)],
  ])('finds no signature in %s', (_name, event) => {
    expect(principalOf(event)).toBeUndefined();
  });

  it('finds none outside a function', () => {
    expect(new GatewayRequests().principal()).toBeUndefined();
  });
});
