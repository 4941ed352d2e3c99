import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FrontDoor } from './front-door';

describe(FrontDoor.name, () => {
  let directory: string;
  let emulator: Server;
  let door: FrontDoor;
  let origin: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'console-'));
    await writeFile(join(directory, 'secret.txt'), 'secret');
    await mkdir(join(directory, 'browser', 'media'), { recursive: true });
    await writeFile(join(directory, 'browser', 'index.html'), '<app-root>');
    await writeFile(join(directory, 'browser', 'main-ABCD1234.js'), 'run()');
    emulator = createServer(async (request, response) => {
      const body: Buffer[] = [];
      for await (const chunk of request) body.push(chunk as Buffer);
      const { method, url, headers } = request;
      const received = {
        method,
        url,
        target: headers['x-amz-target'],
        length: Buffer.concat(body).length,
      };
      response.writeHead(url?.includes('teapot') === true ? 418 : 200, {
        'x-from': 'emulator',
      });
      response.end(JSON.stringify(received));
    }).listen(0, '127.0.0.1');
    await once(emulator, 'listening');
    const port = portOf(emulator);
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const doorPort = portOf(free);
    free.close();
    door = await FrontDoor.open({
      port: doorPort,
      emulatorEndpoint: `http://127.0.0.1:${port}`,
      consoleDirectory: join(directory, 'browser'),
      gateways: { apiId: 'abc', socketApiId: 'def', eventsUrlId: 'ghi' },
      config: {
        apiUrl: `http://localhost:${doorPort}/http-api`,
        socketUrl: `ws://localhost:${doorPort}/socket`,
        eventsUrl: `http://localhost:${doorPort}/events`,
        region: 'us-east-1',
        userPoolId: 'pool',
        userPoolClientId: 'client',
        cognitoEndpoint: `http://localhost:${doorPort}/cognito`,
        hosting: 'local',
        modelNotice: 'demo',
      },
    });
    origin = `http://127.0.0.1:${doorPort}`;
  });

  afterAll(async () => {
    await door.close();
    emulator.close();
    await rm(directory, { recursive: true });
  });

  it.each([
    ['/http-api/jobs?limit=2', '/_aws/execute-api/abc/$default/jobs?limit=2'],
    ['/http-api/a%2Fb/c%20d', '/_aws/execute-api/abc/$default/a%2Fb/c%20d'],
    ['/http-api', '/_aws/execute-api/abc/$default/'],
    ['/http-api?x=1', '/_aws/execute-api/abc/$default/?x=1'],
    ['/events?token=t', '/_aws/lambda-url/ghi/?token=t'],
  ])('forwards %s to the API as it is', async (path, expected) => {
    const response = await fetch(origin + path, {
      method: 'POST',
      body: 'x'.repeat(100_000),
    });
    expect(await response.json()).toMatchObject({
      method: 'POST',
      url: expected,
      length: 100_000,
    });
    expect(response.headers.get('x-from')).toBe('emulator');
  });

  it('passes the status of the API on', async () => {
    expect((await fetch(`${origin}/http-api/teapot`)).status).toBe(418);
  });

  it('lets a browser sign in but not administer', async () => {
    const call = (operation: string) =>
      fetch(`${origin}/cognito`, {
        method: 'POST',
        headers: {
          'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
        },
        body: '{}',
      });
    expect(await (await call('InitiateAuth')).json()).toMatchObject({
      url: '/',
    });
    expect((await call('AdminGetUser')).status).toBe(403);
    expect((await fetch(`${origin}/cognito`)).status).toBe(403);
    const other = await fetch(`${origin}/cognito`, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.Scan' },
    });
    expect(other.status).toBe(403);
  });

  it('serves the console at every path of its router, strictly and uncached', async () => {
    for (const path of ['/', '/jobs/4c9d', '/index.html']) {
      const response = await fetch(origin + path);
      expect(await response.text()).toBe('<app-root>');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('content-security-policy')).toContain(
        "default-src 'self'",
      );
    }
  });

  it('lets hashed files be kept', async () => {
    const response = await fetch(`${origin}/main-ABCD1234.js`);
    expect(response.headers.get('content-type')).toContain('text/javascript');
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  it('tells the console where it is', async () => {
    const response = await fetch(`${origin}/config.json`);
    expect(await response.json()).toMatchObject({
      userPoolId: 'pool',
      hosting: 'local',
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('answers 404 for a file that is not there, and serves nothing outside the console', async () => {
    expect((await fetch(`${origin}/missing.js`)).status).toBe(404);
    for (const path of [
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/media/%2e%2e%2f%2e%2e%2fsecret.txt',
    ]) {
      expect(await (await fetch(origin + path)).text()).not.toContain('secret');
    }
    expect((await fetch(`${origin}/%`)).status).toBe(400);
  });
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
