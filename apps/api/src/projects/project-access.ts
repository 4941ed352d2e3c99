import { Injectable } from '@nestjs/common';
import { NotFound, type Project } from '@plot-palette/domain';
import { ProjectStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';

/** A project, with its cards, is its owner's; administrators may read and change it too. */
@Injectable()
export class ProjectAccess {
  constructor(private readonly projects: ProjectStore) {}

  /** @throws NotFound when it does not exist or is somebody else's. */
  async readable(caller: Caller, projectId: string): Promise<Project> {
    const project = await this.projects.get(projectId);
    if (
      project === undefined ||
      !(caller.isAdmin || project.owner === caller.userId)
    )
      throw new NotFound(`There is no project ${projectId}.`);
    return project;
  }
}
