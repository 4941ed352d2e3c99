import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createStores } from '@plot-palette/stores';
import { startLocalCloud } from './local-cloud';
import { measure, type Measurement } from './measure';
import { machineFacts, tableHead, tableRow } from './report';
import { SCENARIOS } from './scenarios';
import { Simulator } from './simulator';

const RESULTS = 'bench/generation/RESULTS.md';

async function main(args: readonly string[]): Promise<void> {
  const { scenarios, runs, records, write } = optionsOf(args);
  const facts = machineFacts(runs, args);
  const cloud = await startLocalCloud();
  Object.assign(process.env, cloud.environment);
  const { bucket, tables, modelUrl } = cloud.outputs;
  const stores = createStores({ bucket, tables });
  const simulator = new Simulator(modelUrl);
  const lines = [tableHead()];
  console.log(tableHead());
  try {
    for (const scenario of scenarios) {
      const sized = { ...scenario, records: records ?? scenario.records };
      const measured: Measurement[] = [];
      while (measured.length < runs)
        measured.push(await measure({ cloud, simulator, stores }, sized));
      lines.push(tableRow(sized, measured));
      console.log(lines.at(-1));
    }
    const text = `# Results\n\n${facts}\n\n${lines.join('\n')}\n`;
    if (write) await writeFile(RESULTS, text);
  } finally {
    stores.close();
    await cloud.stop();
  }
}

function optionsOf(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenario: { type: 'string', multiple: true },
      runs: { type: 'string', default: '3' },
      records: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const scenarios = SCENARIOS.filter(
    ({ name }) => values.scenario?.includes(name) ?? true,
  );
  const runs = Number(values.runs);
  if (scenarios.length === 0 || !(runs >= 1))
    throw new Error(
      `usage: main.cjs [--scenario NAME]… [--runs 3] [--records N] [--write]\nscenarios: ${SCENARIOS.map(({ name }) => name).join(', ')}`,
    );
  const records =
    values.records === undefined ? undefined : Number(values.records);
  return { scenarios, runs, records, write: values.write };
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
