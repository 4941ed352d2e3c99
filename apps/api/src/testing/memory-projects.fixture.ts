import { Conflict, type Project } from '@plot-palette/domain';

export class MemoryProjects {
  readonly rows = new Map<string, Project>();

  async create(project: Project): Promise<void> {
    if (this.rows.has(project.projectId))
      throw new Conflict(`Project ${project.projectId} exists.`);
    this.rows.set(project.projectId, project);
  }

  async get(projectId: string): Promise<Project | undefined> {
    return this.rows.get(projectId);
  }
}
