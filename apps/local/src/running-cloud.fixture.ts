import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { outputsSchema, type Outputs } from './outputs';

/** The local cloud that integration tests run against. */
export function runningCloud(): Outputs & { readonly dataDirectory: string } {
  const path = process.env['PLOT_PALETTE_OUTPUTS'];
  if (path === undefined) {
    throw new Error(
      'PLOT_PALETTE_OUTPUTS must name the outputs.json of a running local cloud',
    );
  }
  const outputs: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return { ...outputsSchema.parse(outputs), dataDirectory: dirname(path) };
}
