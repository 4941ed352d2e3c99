// Puts beside the worker's bundle what cannot be bundled: DuckDB with the library of this platform, and its one dependency.
// What lies in the directory afterwards is the whole file system that docker/worker.Dockerfile copies.
// node tools/assemble-worker.mjs OUTDIR
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const [outdir] = process.argv.slice(2);
if (outdir === undefined)
  throw new Error('Usage: node tools/assemble-worker.mjs OUTDIR');

const { dependencies: entry } = JSON.parse(
  await readFile('package.json', 'utf8'),
);
if (entry['@duckdb/node-api'] === undefined)
  throw new Error('package.json does not name @duckdb/node-api.');

const wanted = ['@duckdb/node-api'];
const copied = new Set();
for (let name = wanted.shift(); name !== undefined; name = wanted.shift()) {
  if (copied.has(name)) continue;
  copied.add(name);
  const source = join('node_modules', name);
  const { dependencies = {} } = JSON.parse(
    await readFile(join(source, 'package.json'), 'utf8'),
  );
  wanted.push(...Object.keys(dependencies));
  await cp(source, join(outdir, 'node_modules', name), {
    recursive: true,
    dereference: true,
  });
}

// Only the library of this platform is installed; the bindings look for it by name.
const libraries = (await readdir('node_modules/@duckdb')).filter((name) =>
  name.startsWith('node-bindings-'),
);
if (libraries.length === 0)
  throw new Error(
    'DuckDB has no library for this platform: run npm ci without --omit=optional.',
  );
for (const name of libraries) {
  await cp(
    join('node_modules/@duckdb', name),
    join(outdir, 'node_modules/@duckdb', name),
    { recursive: true, dereference: true },
  );
}
console.log(`${outdir}: ${[...copied, ...libraries].join(', ')}`);
