import { Injectable } from '@nestjs/common';
import {
  Conflict,
  NotFound,
  projectSchema,
  type PipelineRequest,
  type Project,
} from '@plot-palette/domain';
import { ProjectStore, SessionStore } from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { ProjectAccess } from '../projects/project-access';
import { pipelineProjectIdOf } from './pipeline-identity';

/** Whose cards and history a message is answered with. */
@Injectable()
export class PipelineProjects {
  constructor(
    private readonly projects: ProjectStore,
    private readonly access: ProjectAccess,
    private readonly sessions: SessionStore,
  ) {}

  /**
   * The project that the request names, else that of its session, else the caller's pipeline project, which comes into
   * being with its first message.
   * @throws NotFound when project or session is absent or somebody else's, Conflict when the project starts no runs.
   */
  async projectFor(caller: Caller, request: PipelineRequest): Promise<string> {
    const { projectId, sessionId } = request;
    const inSession =
      sessionId === undefined
        ? undefined
        : await this.projectOfSession(caller, sessionId);
    if (
      inSession !== undefined &&
      projectId !== undefined &&
      inSession !== projectId
    )
      throw new Conflict(
        `Session ${sessionId} belongs to another project. Leave projectId out.`,
      );
    const named = projectId ?? inSession;
    if (named === undefined) return this.ownProject(caller);
    return usable(await this.access.readable(caller, named));
  }

  private async projectOfSession(
    caller: Caller,
    sessionId: string,
  ): Promise<string> {
    const session = await this.sessions.get(sessionId);
    if (session?.userId !== caller.userId)
      throw new NotFound(`There is no session ${sessionId}.`);
    return session.projectId;
  }

  private async ownProject(caller: Caller): Promise<string> {
    const projectId = pipelineProjectIdOf(caller.userId);
    const existing = await this.projects.get(projectId);
    if (existing !== undefined) return usable(existing);
    try {
      await this.projects.create(pipelineProject(projectId, caller.userId));
    } catch (error) {
      // Another message of the same caller was faster.
      if (!(error instanceof Conflict)) throw error;
    }
    return projectId;
  }
}

function usable({ projectId, name, status }: Project): string {
  if (status === 'INACTIVE')
    throw new Conflict(
      `The project "${name}" is inactive. Activate it to let it answer.`,
    );
  return projectId;
}

function pipelineProject(projectId: string, owner: string): Project {
  const now = new Date().toISOString();
  return projectSchema.parse({
    projectId,
    owner,
    name: 'Analysis pipeline',
    description:
      'Answers messages of the pipeline that name no project. Its active cards are their system prompt.',
    version: 1,
    createdAt: now,
    updatedAt: now,
    settings: {},
    status: 'ACTIVE',
  });
}
