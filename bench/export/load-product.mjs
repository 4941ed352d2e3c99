import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Bundles `product.ts`, which names the workspace's libraries, and loads it. */
export async function loadProduct() {
  const directory = await mkdtemp(join(import.meta.dirname, '.product-'));
  try {
    const outfile = join(directory, 'product.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'product.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      alias: Object.fromEntries(
        ['checkpoint', 'datasets', 'domain'].map((name) => [
          `@plot-palette/${name}`,
          `./libs/${name}/src/index.ts`,
        ]),
      ),
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(directory, { recursive: true });
  }
}
