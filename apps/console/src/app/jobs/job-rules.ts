import { applyWhenValue, required, schema } from '@angular/forms/signals';
import { jobRequestSchema } from '@plot-palette/domain';
import { schemaRule } from '../api/schema-rule';
import type { JobDraft } from './job-draft';

const request = jobRequestSchema.shape;

export const jobRules = schema<JobDraft>((draft) => {
  // An empty name is left out of the request, and the API makes one up.
  applyWhenValue(
    draft.name,
    (name) => name !== '',
    (name) => schemaRule(name, request.name),
  );
  required(draft.templateId, { message: 'Choose a template.' });
  required(draft.seedId, { message: 'Choose a seed file.' });
  schemaRule(draft.records, request.records);
  schemaRule(draft.budgetUsd, request.budgetUsd);
  schemaRule(draft.formats, request.formats);
  applyWhenValue(
    draft,
    ({ partitionBy, categoryPath }) =>
      partitionBy === 'category' && categoryPath.trim() !== '',
    ({ categoryPath }) => schemaRule(categoryPath, request.categoryPath),
  );
  schemaRule(draft.maxConcurrency, request.maxConcurrency);
  schemaRule(draft.maxAttemptsPerRecord, request.maxAttemptsPerRecord);
  schemaRule(draft.shards, request.shards);
  schemaRule(draft.jobSeed, request.jobSeed.nullable());
});
