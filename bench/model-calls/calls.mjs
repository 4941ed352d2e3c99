// Makes calls in one way and prints what they took: calls.mjs WAY ENDPOINT CALLS
import { Agent } from 'node:http';
import {
  BedrockRuntimeClient,
  ConverseCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';

const CONCURRENCY = 64;
/** Calls before the clock starts. */
const WARM_UP = 500;

const [way, endpoint, calls] = process.argv.slice(2);
const client = new BedrockRuntimeClient({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
  ...(await handlerOf(way)),
});
const send = await senderOf(way);
const { signal } = new AbortController();
let next = 0;

await callUntil(WARM_UP);
const before = process.cpuUsage();
await callUntil(WARM_UP + Number(calls));
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuMs: (user + system) / 1_000 / Number(calls) }));
process.exit(0);

async function handlerOf(name) {
  if (name === 'sdk-http2') return {};
  if (name === 'sdk-http1') {
    const httpAgent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
    return { requestHandler: new NodeHttpHandler({ httpAgent }) };
  }
  const { ModelTransport } =
    await import('../../dist/bench/model-calls/model-transport.mjs');
  const { Sha256 } = await import('../../dist/bench/model-calls/sha256.mjs');
  const options = { concurrency: CONCURRENCY, callTimeoutMs: 60_000 };
  return { requestHandler: new ModelTransport(options), sha256: Sha256 };
}

async function senderOf(name) {
  if (name !== 'direct')
    return (input, options) => client.send(new ConverseCommand(input), options);
  const { DirectConverse } =
    await import('../../dist/bench/model-calls/direct-converse.mjs');
  const converse = new DirectConverse(client.config);
  return (input, options) => converse.send(input, options);
}

async function callUntil(count) {
  const one = async () => {
    while (next < count) {
      const text = `Write about ${next++}. `.repeat(20);
      await send(
        {
          modelId: 'us.amazon.nova-lite-v1:0',
          messages: [{ role: 'user', content: [{ text }] }],
          inferenceConfig: { maxTokens: 100 },
        },
        { abortSignal: signal },
      );
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, one));
}
