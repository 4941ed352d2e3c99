import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openFollower, TRANSPORTS, type Transport } from './follower';
import { OwnCloud, Studio } from './harness';
import {
  coolDown,
  measureRun,
  prepare,
  type Bench,
  type Measurement,
} from './measure';
import { machineFacts, tableHead, tableRow } from './report';

const RESULTS = 'bench/studio/RESULTS.md';
/** Until every part has seen a few. */
const WARM_UP_RUNS = 5;

async function main(args: readonly string[]): Promise<void> {
  const { runs, cold, write } = optionsOf(args);
  const facts = machineFacts(args);
  const cloud = new OwnCloud();
  const lines = [tableHead()];
  console.log(tableHead());
  try {
    const outputs = await cloud.start();
    await prepare(outputs);
    const bench = { outputs, studio: await Studio.ofNewUser(outputs) };
    for (const transport of TRANSPORTS) {
      await measured(bench, transport, WARM_UP_RUNS);
      const warm = await measured(bench, transport, runs);
      const began = await measured(bench, transport, cold, () =>
        coolDown(bench),
      );
      lines.push(tableRow([transport, 'warm'], warm));
      lines.push(tableRow([transport, 'cold'], began));
      console.log(lines.slice(-2).join('\n'));
    }
    const text = `# Results\n\n${facts}\n\n${lines.join('\n')}\n`;
    if (write) await writeFile(RESULTS, text);
  } finally {
    await cloud.stop();
    cloud.remove();
  }
}

async function measured(
  bench: Bench,
  transport: Transport,
  runs: number,
  before: () => Promise<void> = async () => undefined,
): Promise<Measurement[]> {
  const follower = await openFollower(transport, bench.studio);
  const measurements: Measurement[] = [];
  while (measurements.length < runs) {
    await before();
    measurements.push(await measureRun(bench, follower));
  }
  follower.close();
  return measurements;
}

function optionsOf(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '100' },
      cold: { type: 'string', default: '20' },
      write: { type: 'boolean', default: false },
    },
  });
  const [runs, cold] = [Number(values.runs), Number(values.cold)];
  if (!(runs >= 1 && cold >= 1))
    throw new Error('usage: main.cjs [--runs 100] [--cold 20] [--write]');
  return { runs, cold, write: values.write };
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
