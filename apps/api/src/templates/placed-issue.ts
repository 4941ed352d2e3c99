import type { Issue, TemplatePreview } from '@plot-palette/domain';

/** An issue of a template as a problem shows it. */
export function placedIssue({
  stepId,
  line,
  column,
  message,
}: Omit<TemplatePreview['issues'][number], 'severity'>): Issue {
  return { where: `step ${stepId}, line ${line}, column ${column}`, message };
}
