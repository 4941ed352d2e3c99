import { GoneException } from '@aws-sdk/client-apigatewaymanagementapi';
import { silentLogger } from './memory-sockets.fixture';
import { Sockets } from './sockets';

type Post = ConstructorParameters<typeof Sockets>[0]['postToConnection'];

function sockets(post: (signal: AbortSignal) => Promise<unknown>): Sockets {
  const postToConnection = ((_input: unknown, options: unknown) =>
    post((options as { abortSignal: AbortSignal }).abortSignal)) as Post;
  return new Sockets({ postToConnection }, silentLogger, 20);
}

describe(Sockets.name, () => {
  it.each([
    ['sent', () => Promise.resolve({})],
    [
      'gone',
      () => Promise.reject(new GoneException({ message: '', $metadata: {} })),
    ],
    ['failed', () => Promise.reject(new Error('throttled'))],
  ])('says when a frame is %s', async (delivery, post) => {
    expect(await sockets(post).send('a', 'frame')).toBe(delivery);
  });

  it('gives up a frame that is not taken in time', async () => {
    const never = (signal: AbortSignal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    expect(await sockets(never).send('a', 'frame')).toBe('failed');
  });
});
