import type { Project, ProjectDefinition } from '@plot-palette/domain';

/** A project in its first version. */
export function newProject(
  projectId: string,
  owner: string,
  definition: ProjectDefinition,
): Project {
  const createdAt = new Date().toISOString();
  return {
    ...definition,
    projectId,
    owner,
    version: 1,
    createdAt,
    updatedAt: createdAt,
  };
}
