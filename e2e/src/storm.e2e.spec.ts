import { randomInt } from 'node:crypto';
import { draws } from './harness/draws';
import { sharedOutputs } from './harness/outputs';
import { expectCalm } from './storm/expect-calm.fixture';
import { Storm } from './storm/storm';

const seed = Number(process.env['PLOT_PALETTE_SEED'] ?? randomInt(2 ** 31));
const SETTINGS = { sockets: 40, atOnce: 16, kills: 4, seed };

describe(`runs that are watched over breaking connections (PLOT_PALETTE_SEED=${seed})`, () => {
  it('are heard by every client to their end, some of them killed: exactly the recorded text, once and in order', async () => {
    const storm = new Storm(sharedOutputs(), SETTINGS, draws(seed));
    expectCalm(await storm.play(), SETTINGS);
  });
});
