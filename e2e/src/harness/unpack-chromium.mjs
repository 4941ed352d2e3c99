// Unpacks Chromium and what it needs into the directory for temporary files (TMPDIR): that is where its package does it.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inflate } from '@sparticuz/chromium';

const { resolve } = createRequire(import.meta.url);
const archives = join(dirname(resolve('@sparticuz/chromium')), '..', 'bin');
for (const archive of [
  'chromium.br',
  'fonts.tar.br',
  'swiftshader.tar.br',
  'al2023.tar.br',
]) {
  await inflate(join(archives, archive));
}
