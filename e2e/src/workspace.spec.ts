import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(__dirname, '..', '..');
const AXES = ['scope', 'type', 'platform'] as const;
const projectSchema = z.object({ name: z.string(), tags: z.array(z.string()) });

const projects = globSync('{apps,libs}/*/project.json', { cwd: ROOT })
  .concat(globSync('{e2e,cloudformation}/project.json', { cwd: ROOT }))
  .map((path) =>
    projectSchema.parse(JSON.parse(readFileSync(join(ROOT, path), 'utf8'))),
  );

const documented = [
  ...readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').matchAll(
    /^\| `((?:scope|type|platform):\w[\w-]*)`/gm,
  ),
].map(([, tag]) => tag);

/** What ESLint says about a file that does not exist: the rules alone decide. */
function lint(path: string, source: string): string {
  const { stdout } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/eslint/bin/eslint.js'),
      '--stdin',
      '--stdin-filename',
      path,
      '--format',
      'json',
    ],
    {
      cwd: ROOT,
      input: source,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  const [result] = z
    .array(z.object({ messages: z.array(z.object({ message: z.string() })) }))
    .parse(JSON.parse(stdout));
  return result?.messages.map(({ message }) => message).join('\n') ?? '';
}

describe('the workspace', () => {
  it.each(projects)(
    'gives $name one documented tag on every axis',
    ({ tags }) => {
      for (const axis of AXES)
        expect(tags.filter((tag) => tag.startsWith(`${axis}:`))).toHaveLength(
          1,
        );
      for (const tag of tags) expect(documented).toContain(tag);
    },
  );

  it('has a rule for every documented tag and documents every tag that has a rule', () => {
    const rules = readFileSync(join(ROOT, 'eslint.config.mjs'), 'utf8');
    const written = [
      ...rules.matchAll(/sourceTag: '((?:scope|type|platform):[\w-]+)'/g),
    ].map(([, tag]) => tag);
    const scopes =
      /\[('[\w', ]+')\]\.map\(\s*\(scope\)/.exec(rules)?.[1]?.match(/\w+/g) ??
      [];
    expect(scopes.length).toBeGreaterThan(0);
    expect(
      [...written, ...scopes.map((scope) => `scope:${scope}`)].sort(),
    ).toEqual([...documented].sort());
  });

  it.each([
    ['libs/domain/src/lib/bait.ts', "import '@nestjs/common';", 'not allowed'],
    [
      'libs/domain/src/lib/bait.ts',
      "import 'node:fs';",
      'also runs in a browser',
    ],
    [
      'libs/domain/src/lib/bait.ts',
      "import '@plot-palette/stores';",
      'circular',
    ],
    [
      'apps/console/src/bait.ts',
      "import '@plot-palette/stores';",
      'can only depend on',
    ],
    [
      'apps/api/src/bait.ts',
      "import '@aws-sdk/client-dynamodb';",
      'libs/stores owns this client',
    ],
    [
      'libs/stores/src/lib/bait.ts',
      "import '../../../../apps/worker/src/main';",
      'relative',
    ],
    [
      'libs/checkpoint/src/lib/bait.ts',
      'export const region = process.env.AWS_REGION;',
      'read the environment',
    ],
    ['libs/domain/src/lib/bait.ts', 'export default 1;', 'Export by name'],
  ])('refuses in %s: %s', (path, source, complaint) => {
    expect(lint(path, `${source}\n`).toLowerCase()).toContain(
      complaint.toLowerCase(),
    );
  });
});
