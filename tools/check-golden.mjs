// Compares the template engine with renders of the real Jinja2, which lie outside of the repository.
// Usage: node tools/check-golden.mjs [folder]   (default: ../shared/golden beside the repository)
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = resolve(
  process.argv[2] ?? join(repository, '..', 'shared', 'golden'),
);
const file = join(folder, 'jinja-golden.json');

if (!existsSync(file)) {
  console.log(`No golden renders at ${file}: nothing to compare.`);
  process.exit(0);
}

async function loadEngine() {
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: ['libs/templating/src/index.ts'],
    tsconfig: 'tsconfig.base.json',
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${code}`);
}

/** Every case: its name, source, expected text and context. */
function* listCases({ seed, renders }) {
  const { _extra: extra, ...templates } = renders;
  for (const [name, { template, prompts }] of Object.entries(templates)) {
    const steps = Object.fromEntries(
      template.steps.map(({ id }) => [id, { output: `<<OUTPUT of ${id}>>` }]),
    );
    for (const step of template.steps) {
      yield {
        name: `${name} ${step.id}`,
        source: step.prompt,
        expected: prompts[step.id],
        context: { ...seed, steps },
      };
    }
  }
  for (const [name, { src, out }] of Object.entries(extra)) {
    yield { name: `extra ${name}`, source: src, expected: out, context: seed };
  }
}

const golden = JSON.parse(readFileSync(file, 'utf8'));
const { parseTemplate, renderTemplate, seededRandom } = await loadEngine();
const fragments = new Map(
  Object.values(golden.renders)
    .filter(({ template }) => template?.steps?.length === 1)
    .map(({ template }) => [template.id, template.steps[0].prompt]),
);
const include = (name) => {
  const source = fragments.get(name);
  return source === undefined ? undefined : parseTemplate(source, { name });
};

function render({ name, source, context }) {
  try {
    const template = parseTemplate(source, { name });
    return renderTemplate(template, context, {
      random: seededRandom(1, 0),
      include,
    });
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

const cases = [...listCases(golden)];
const different = cases.filter((each) => {
  const actual = render(each);
  if (actual === each.expected) return false;
  console.log(`\n${each.name}\n  expected ${JSON.stringify(each.expected)}`);
  console.log(`  got      ${JSON.stringify(actual)}`);
  return true;
});
console.log(
  `${cases.length - different.length} of ${cases.length} cases match Jinja2.`,
);
process.exitCode = different.length === 0 ? 0 : 1;
