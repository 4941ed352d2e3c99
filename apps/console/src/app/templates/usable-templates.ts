import type { Template } from '@plot-palette/domain';
import { allPages } from '../api/all-pages';
import type { ApiClient } from '../api/api-client';

/** What the caller may run and include, newest first: the own templates, and those that others made public. */
export async function reachableTemplates(
  api: ApiClient,
): Promise<{ own: Template[]; shared: Template[] }> {
  const [own, shared] = await Promise.all([
    allPages((page) => api.templates('own', page)),
    allPages((page) => api.templates('public', page)),
  ]);
  const ids = new Set(own.map(({ templateId }) => templateId));
  return {
    own,
    shared: shared.filter(({ templateId }) => !ids.has(templateId)),
  };
}

/** The own templates first, then those of others. */
export async function usableTemplates(api: ApiClient): Promise<Template[]> {
  const { own, shared } = await reachableTemplates(api);
  return [...own, ...shared];
}
