import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { USAGE } from './command-line';

const TOOL = join(__dirname, '..', '..', '..', 'tools', 'start.mjs');

/** Without a PATH it finds neither npm nor Nx: whatever it would install or build fails. */
function start(...args: readonly string[]) {
  return spawnSync(process.execPath, [TOOL, ...args], {
    env: { PATH: '' },
    encoding: 'utf8',
  });
}

describe('npm start', () => {
  it('shows its help before it installs anything', () => {
    expect(start('--help')).toMatchObject({ status: 0, stdout: USAGE });
  });

  it.each([[['--modle', 'sim']], [['demo']], [['--model']]])(
    'refuses %j before it installs anything',
    (args) => {
      const { status, stdout, stderr } = start(...args);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain('npm start -- --help lists the options.');
    },
  );
});
