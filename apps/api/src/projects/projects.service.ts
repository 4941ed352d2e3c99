import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import {
  Forbidden,
  projectDefinitionSchema,
  type Page,
  type PageQuery,
  type Project,
  type ProjectDefinition,
} from '@plot-palette/domain';
import { ProjectStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { assertExpectedVersion } from '../versions/expected-version';
import { CardRemains } from './card-remains';
import { newProject } from './new-project';
import { ProjectAccess } from './project-access';
import { ProjectModel } from './project-model';

@Injectable()
export class ProjectsService {
  constructor(
    private readonly projects: ProjectStore,
    private readonly access: ProjectAccess,
    private readonly model: ProjectModel,
    private readonly remains: CardRemains,
  ) {}

  async create(
    { userId }: Caller,
    definition: ProjectDefinition,
  ): Promise<Project> {
    this.model.assertKnown(definition);
    const project = newProject(randomUUID(), userId, definition);
    await this.projects.create(project);
    return project;
  }

  async list(
    caller: Caller,
    { scope, ...page }: PageQuery & { scope?: 'own' | 'all' | undefined },
  ): Promise<Page<Project>> {
    if (scope === 'all' && !caller.isAdmin)
      throw new Forbidden('Only administrators can list all projects.');
    return caller.isAdmin && scope !== 'own'
      ? this.projects.listAll(page)
      : this.projects.listByOwner(caller.userId, page);
  }

  get(caller: Caller, projectId: string): Promise<Project> {
    return this.access.readable(caller, projectId);
  }

  /** Saving the same again changes nothing. */
  async replace(
    caller: Caller,
    projectId: string,
    definition: ProjectDefinition,
    expectedVersion: number | undefined,
  ): Promise<Project> {
    const latest = await this.access.readable(caller, projectId);
    assertExpectedVersion('project', latest, expectedVersion);
    if (isDeepStrictEqual(definitionOf(latest), definitionOf(definition)))
      return latest;
    this.model.assertKnown(definition);
    const next: Project = {
      ...latest,
      ...definition,
      version: latest.version + 1,
      updatedAt: new Date().toISOString(),
    };
    await this.projects.update(next, latest.version);
    return next;
  }

  /** Its sessions stay readable until they expire; no run can be started in it any more. */
  async delete(caller: Caller, projectId: string): Promise<void> {
    await this.access.readable(caller, projectId);
    await this.projects.delete(projectId);
    await this.remains.remove(projectId);
  }
}

const definitionSchema = projectDefinitionSchema.strip();

function definitionOf(project: ProjectDefinition): ProjectDefinition {
  return definitionSchema.parse(project);
}
