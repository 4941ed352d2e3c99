// Makes calls through one handler and prints what they took: calls.mjs HANDLER ENDPOINT CALLS
import { Agent } from 'node:http';
import {
  BedrockRuntimeClient,
  ConverseCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';

const CONCURRENCY = 64;
/** Calls before the clock starts. */
const WARM_UP = 500;

const [handler, endpoint, calls] = process.argv.slice(2);
const client = new BedrockRuntimeClient({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
  ...(await handlerOf(handler)),
});
const { signal } = new AbortController();
let next = 0;

await callUntil(WARM_UP);
const startedMs = performance.now();
const before = process.cpuUsage();
await callUntil(WARM_UP + Number(calls));
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    cpuMs: (user + system) / 1_000 / Number(calls),
    perSecond: Number(calls) / ((performance.now() - startedMs) / 1_000),
  }),
);
process.exit(0);

async function handlerOf(name) {
  if (name === 'sdk-http2') return {};
  if (name === 'sdk-http1') {
    const httpAgent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
    return { requestHandler: new NodeHttpHandler({ httpAgent }) };
  }
  const { ModelTransport } =
    await import('../../dist/bench/model-calls/model-transport.mjs');
  const options = { concurrency: CONCURRENCY, callTimeoutMs: 60_000 };
  return { requestHandler: new ModelTransport(options) };
}

async function callUntil(count) {
  const one = async () => {
    while (next < count) {
      const text = `Write about ${next++}. `.repeat(20);
      await client.send(
        new ConverseCommand({
          modelId: 'us.amazon.nova-lite-v1:0',
          messages: [{ role: 'user', content: [{ text }] }],
          inferenceConfig: { maxTokens: 100 },
        }),
        { abortSignal: signal },
      );
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, one));
}
