import { totalsOf } from '@plot-palette/checkpoint';
import type { DatasetOrigin } from '@plot-palette/datasets';
import {
  addTotals,
  EMPTY_TOTALS,
  type JobSnapshot,
  type Manifest,
} from '@plot-palette/domain';

/** What the dataset card says about the job; the money is what its manifests account. */
export function originOf(
  { request, template, seed, models }: JobSnapshot,
  manifests: readonly Manifest[],
): DatasetOrigin {
  return {
    jobName: request.name,
    templateName: template.name,
    templateVersion: template.version,
    seedName: seed.name,
    seedRows: seed.rows,
    models: Object.fromEntries(
      Object.entries(models).map(([step, { alias }]) => [step, alias]),
    ),
    totals: manifests.map(totalsOf).reduce(addTotals, EMPTY_TOTALS),
  };
}
