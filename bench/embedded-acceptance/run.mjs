// How many records of the demo job does the built-in model get right? Usage: see README.md.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import {
  BedrockRuntimeClient,
  ConverseCommand,
} from '@aws-sdk/client-bedrock-runtime';
import Ajv from 'ajv';
import { startModelServer } from './model-server-process.mjs';
import { seedRows } from './seed-rows.mjs';
import { EXAMPLE_STYLES, TICKET_SCHEMA, ticketRequest } from './ticket.mjs';

const MAX_ATTEMPTS = 3;
/** No multiple of the number of products, so that the samples differ. */
const SAMPLE_EVERY = 41;

const { values } = parseArgs({
  options: {
    'model-file': { type: 'string' },
    'server-file': {
      type: 'string',
      default: 'dist/apps/local/model-server.mjs',
    },
    records: { type: 'string', default: '200' },
    example: { type: 'string', default: 'turn' },
  },
});
const records = Number(values.records);
if (
  !values['model-file'] ||
  !(records >= 1) ||
  !EXAMPLE_STYLES.includes(values.example)
) {
  console.error(
    'usage: node bench/embedded-acceptance/run.mjs --model-file PATH [--records 200] [--example turn|inline|none] [--server-file dist/apps/local/model-server.mjs]',
  );
  process.exit(2);
}

const isTicket = new Ajv().compile(TICKET_SCHEMA);
const server = await startModelServer(
  values['server-file'],
  values['model-file'],
);
const client = new BedrockRuntimeClient({
  endpoint: server.endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});

const result = {
  accepted: 0,
  rejected: 0,
  acceptedAtAttempt: [0, 0, 0],
  namesTheProduct: 0,
  urgency: { low: 0, medium: 0, high: 0 },
  inputTokens: 0,
  outputTokens: 0,
};
const samples = [];
const rejections = [];
const startedAtMs = performance.now();
try {
  for (const [index, row] of seedRows(records).entries())
    await generate(row, index);
} finally {
  server.stop();
  client.destroy();
}
report((performance.now() - startedAtMs) / 1000);

async function generate(row, index) {
  let reason = '';
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { output, stopReason, usage } = await client.send(
      new ConverseCommand(ticketRequest(row, values.example)),
    );
    result.inputTokens += usage.inputTokens;
    result.outputTokens += usage.outputTokens;
    const text = output.message.content[0]?.text ?? '';
    const ticket = parse(text);
    if (stopReason === 'end_turn' && isTicket(ticket)) {
      result.accepted += 1;
      result.acceptedAtAttempt[attempt] += 1;
      if (
        `${ticket.subject} ${ticket.summary}`
          .toLowerCase()
          .includes(row.product)
      )
        result.namesTheProduct += 1;
      result.urgency[ticket.urgency] += 1;
      if (index % SAMPLE_EVERY === 0) samples.push(ticket);
      return;
    }
    reason =
      stopReason === 'end_turn' ? JSON.stringify(isTicket.errors) : stopReason;
  }
  result.rejected += 1;
  rejections.push({ index, reason });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function report(seconds) {
  const {
    accepted,
    rejected,
    acceptedAtAttempt,
    namesTheProduct,
    inputTokens,
    outputTokens,
  } = result;
  console.log(
    `model: ${server.model}; Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores (${cpus()[0]?.model})`,
  );
  console.log(
    `example: ${values.example}; records: ${records}, accepted: ${accepted}, rejected: ${rejected}`,
  );
  console.log(`accepted at attempt 1/2/3: ${acceptedAtAttempt.join('/')}`);
  console.log(
    `accepted tickets that name the product of their row: ${namesTheProduct}`,
  );
  console.log(
    `tokens: ${inputTokens} in, ${outputTokens} out; ${seconds.toFixed(1)} s; ${(outputTokens / seconds).toFixed(1)} output tokens/s, ${(records / seconds).toFixed(2)} records/s`,
  );
  console.log(
    `urgency low/medium/high: ${Object.values(result.urgency).join('/')}`,
  );
  for (const ticket of samples)
    console.log(`sample: ${JSON.stringify(ticket)}`);
  for (const { index, reason } of rejections.slice(0, 5))
    console.log(`rejected record ${index}: ${reason}`);
}
