import { randomInt } from 'node:crypto';
import { draws } from '../src/harness/draws';
import { sharedOutputs } from '../src/harness/outputs';
import { expectCalm } from '../src/storm/expect-calm.fixture';
import { Storm } from '../src/storm/storm';
import { record } from './results';

const seed = Number(process.env['PLOT_PALETTE_SEED'] ?? randomInt(2 ** 31));
const SETTINGS = { sockets: 200, atOnce: 16, kills: 10, seed };

describe(`the whole storm (PLOT_PALETTE_SEED=${seed})`, () => {
  it('is weathered by every client', async () => {
    const storm = new Storm(sharedOutputs(), SETTINGS, draws(seed));
    const tally = await storm.play();
    record(SETTINGS, tally);
    expectCalm(tally, SETTINGS);
    // Among so many kills some are in the middle of a run.
    expect(tally.runs.FAILED).toBeGreaterThan(0);
  });
});
