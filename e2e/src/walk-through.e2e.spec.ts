import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedOutputs } from './harness/outputs';
import { Simulator } from './harness/simulator';

const ROOT = join(__dirname, '..', '..');

describe('docs/walk-through.md', () => {
  it('works as it stands', async () => {
    await new Simulator(sharedOutputs()).set({
      latency: { kind: 'fixed', ms: 10 },
    });
    const page = readFileSync(join(ROOT, 'docs', 'walk-through.md'), 'utf8');
    const blocks = [...page.matchAll(/^```bash\n(.*?)^```/gms)].map(
      ([, block]) => block,
    );
    expect(blocks.length).toBeGreaterThan(6);
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-euo', 'pipefail', '-c', blocks.join('\n')],
      {
        cwd: ROOT,
        encoding: 'utf8',
        timeout: 240_000,
      },
    );
    expect({ status, stderr, tail: stdout.slice(-2_000) }).toMatchObject({
      status: 0,
    });
    expect(stdout).toContain(
      'COMPLETED: {"accepted":200,"rejected":0,"notAttempted":0}',
    );
    expect(stdout).toContain(
      '["author.biography","author.name","characters","characters[].name","characters[].trait","theme"]',
    );
    expect(stdout).toMatch(/no row has \\?"author/);
  });
});
