import { Injectable } from '@nestjs/common';
import {
  Conflict,
  projectDefinitionSchema,
  type ProjectInput,
} from '@plot-palette/domain';
import { ProjectStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { newProject } from '../projects/new-project';
import { studioIdFor } from '../runs/run-identity';

const DEFINITION: ProjectInput = {
  name: 'Template trials',
  description: 'Steps of templates that were tried without naming a project.',
};

/** Each user has one project for the steps that he tries without naming one. */
@Injectable()
export class TrialProject {
  constructor(private readonly projects: ProjectStore) {}

  /** It comes into being when it is first asked for, and again after it was deleted. */
  async idOf({ userId }: Caller): Promise<string> {
    const projectId = studioIdFor('project', userId, DEFINITION.name);
    if ((await this.projects.get(projectId)) !== undefined) return projectId;
    try {
      await this.projects.create(
        newProject(
          projectId,
          userId,
          projectDefinitionSchema.parse(DEFINITION),
        ),
      );
    } catch (error) {
      // A request of the same moment was faster.
      if (!(error instanceof Conflict)) throw error;
    }
    return projectId;
  }
}
