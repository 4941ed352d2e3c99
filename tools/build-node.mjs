// Bundles a Node app: node tools/build-node.mjs [--drop-names] OUTDIR TSCONFIG cjs|esm ENTRY=SOURCE…
// esbuild emits no decorator metadata, which Nest's injection needs: TypeScript transpiles the files that use decorators.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import ts from 'typescript';

/** Native or optional modules that stay outside the bundle; an app that needs one ships it beside the bundle. */
const EXTERNAL = ['@duckdb/node-api', 'node-llama-cpp'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'drop-names': { type: 'boolean', default: false } },
});
const [outdir, tsconfig, format, ...entries] = positionals;
const host = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
    throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
  },
};
const { options } = ts.getParsedCommandLineOfConfigFile(tsconfig, {}, host);

const decoratorMetadata = {
  name: 'decorator-metadata',
  setup(context) {
    context.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (path.includes('node_modules')) return null;
      const source = await readFile(path, 'utf8');
      if (!/^\s*@\w+/m.test(source)) return null;
      const { outputText } = ts.transpileModule(source, {
        fileName: path,
        compilerOptions: {
          ...options,
          module: ts.ModuleKind.ESNext,
          sourceMap: false,
          inlineSourceMap: true,
          inlineSources: true,
          declaration: false,
        },
      });
      return { contents: outputText, loader: 'js' };
    });
  },
};

/** Its ES module loads @nestjs/swagger by createRequire, which a bundler cannot see; its CommonJS twin uses require. */
const COMMONJS_TWINS = ['nestjs-zod'];
const { resolve: requireResolve } = createRequire(import.meta.url);

const missingPeers = new Set();
/** Nest loads its optional peers lazily; those that are not installed stay external. */
const optionalPeers = {
  name: 'optional-peers',
  setup(context) {
    context.onResolve(
      { filter: /^[^./]/ },
      async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (pluginData === 'resolving' || kind === 'entry-point') return null;
        const resolved = await context.resolve(path, {
          kind,
          importer,
          resolveDir,
          pluginData: 'resolving',
        });
        if (resolved.errors.length === 0) return resolved;
        if (!importer.includes('node_modules'))
          return { errors: resolved.errors };
        missingPeers.add(path);
        return { path, external: true };
      },
    );
  },
};

const BANNER = {
  cjs: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;",
  esm: [
    "import { createRequire as __createRequire } from 'node:module';",
    "import { fileURLToPath as __fileURLToPath } from 'node:url';",
    "import { dirname as __directoryOf } from 'node:path';",
    'const require = __createRequire(import.meta.url);',
    'const __filename = __fileURLToPath(import.meta.url);',
    'const __dirname = __directoryOf(__filename);',
  ].join(' '),
};

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
const { metafile } = await build({
  entryPoints: Object.fromEntries(entries.map((entry) => entry.split('='))),
  outdir,
  outExtension: { '.js': format === 'esm' ? '.mjs' : '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format,
  sourcemap: true,
  // Swagger reads the names of classes, Step Functions those of errors. Where nobody does they can be dropped: they are
  // kept by naming every function anew whenever it is made, in the middle of hot code too.
  keepNames: !values['drop-names'],
  metafile: true,
  tsconfig,
  external: EXTERNAL,
  alias: Object.fromEntries(
    COMMONJS_TWINS.map((name) => [name, requireResolve(name)]),
  ),
  mainFields: format === 'esm' ? ['module', 'main'] : ['main', 'module'],
  banner: { js: BANNER[format] },
  define: format === 'cjs' ? { 'import.meta.url': '__importMetaUrl' } : {},
  plugins: [decoratorMetadata, optionalPeers],
  logLevel: 'warning',
});
if (missingPeers.size > 0)
  console.log(`left external (not installed): ${[...missingPeers].join(', ')}`);
await writeFile(resolve(outdir, 'meta.json'), JSON.stringify(metafile));
