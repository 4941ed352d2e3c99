import { loadConsoleConfig } from './load-console-config';

const COMPLETE = {
  apiUrl: 'http://127.0.0.1:4000/',
  socketUrl: 'ws://127.0.0.1:4000/socket',
  eventsUrl: 'http://127.0.0.1:4000/events',
  region: 'us-east-1',
  userPoolId: 'us-east-1_abc',
  userPoolClientId: 'client',
  cognitoEndpoint: '',
  hosting: 'local',
  modelNotice: '',
};

function answering(body: string, status = 200): typeof fetch {
  return () => Promise.resolve(new Response(body, { status }));
}

describe(loadConsoleConfig, () => {
  it('takes a complete file and drops the trailing slash of the API', async () => {
    const loaded = await loadConsoleConfig(answering(JSON.stringify(COMPLETE)));
    expect(loaded).toMatchObject({
      ok: true,
      config: { apiUrl: 'http://127.0.0.1:4000', region: 'us-east-1' },
    });
  });

  it.each([
    ['a 404', answering('nothing', 404), 'answered 404'],
    ['a page', answering('<!doctype html>'), 'is not JSON'],
    [
      'a missing setting',
      answering(JSON.stringify({ ...COMPLETE, userPoolId: undefined })),
      'userPoolId',
    ],
    [
      'no server',
      () => Promise.reject(new TypeError('failed to fetch')),
      'could not be fetched',
    ],
  ])('says what is wrong with %s', async (_, get, expected) => {
    const loaded = await loadConsoleConfig(get);
    expect(loaded).toEqual({
      ok: false,
      problem: expect.stringContaining(expected),
    });
  });
});
