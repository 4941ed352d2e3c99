import {
  Conflict,
  type Page,
  type PageQuery,
  type Project,
} from '@plot-palette/domain';
import type { ProjectStore } from '@plot-palette/stores';
import { pageOf, type PublicOf } from './memory-pages.fixture';

export class MemoryProjects implements PublicOf<ProjectStore> {
  readonly table = 'projects';
  private readonly projects = new Map<string, Project>();

  async create(project: Project): Promise<void> {
    if (this.projects.has(project.projectId))
      throw new Conflict(`Project ${project.projectId} exists.`);
    this.projects.set(project.projectId, project);
  }

  async get(projectId: string): Promise<Project | undefined> {
    return this.projects.get(projectId);
  }

  async listByOwner(owner: string, page: PageQuery): Promise<Page<Project>> {
    const all = [...this.projects.values()].reverse();
    return pageOf(
      all.filter((project) => project.owner === owner),
      page,
    );
  }

  async listAll(page: PageQuery): Promise<Page<Project>> {
    return pageOf([...this.projects.values()].reverse(), page);
  }

  async update(next: Project, expectedVersion: number): Promise<void> {
    const current = this.projects.get(next.projectId);
    if (current?.version !== expectedVersion)
      throw new Conflict('Somebody changed the project.');
    this.projects.set(next.projectId, next);
  }

  async delete(projectId: string): Promise<void> {
    this.projects.delete(projectId);
  }
}
