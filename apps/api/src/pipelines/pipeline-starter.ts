import { Injectable } from '@nestjs/common';
import {
  CheckpointConflict,
  Conflict,
  pipelineInputSchema,
  storageKeys,
  type PipelineInput,
  type PipelineRequest,
} from '@plot-palette/domain';
import {
  ObjectStore,
  PipelineExecutions,
  PipelineLogStore,
} from '@plot-palette/stores';
import type { Caller } from '../auth/caller';
import { pipelineIdFor, requestHashOf } from './pipeline-identity';
import { PipelineProjects } from './pipeline-projects';

/**
 * Starts executions so that a request can be repeated at any time: first the frozen input, then the execution of its name.
 * A request that died in between leaves an object that its repetition takes up.
 */
@Injectable()
export class PipelineStarter {
  constructor(
    private readonly objects: ObjectStore,
    private readonly logs: PipelineLogStore,
    private readonly executions: PipelineExecutions,
    private readonly projects: PipelineProjects,
  ) {}

  /** @throws Conflict when the key was used for another request. */
  async start(
    caller: Caller,
    request: PipelineRequest,
    key: string | undefined,
  ): Promise<string> {
    const pipelineId = pipelineIdFor(caller.userId, key);
    const requestHash = requestHashOf(request);
    const earlier = key && (await this.input(pipelineId));
    if (earlier) {
      assertSame(earlier, requestHash);
      return this.begin(earlier);
    }
    const projectId = await this.projects.projectFor(caller, request);
    return this.startWith({
      ...request,
      pipeline_id: pipelineId,
      userId: caller.userId,
      projectId,
      requestHash,
      receivedAt: new Date().toISOString(),
    });
  }

  /** Starts what the input says, or what an earlier input of the same name said. */
  async startWith(input: PipelineInput): Promise<string> {
    try {
      await this.objects.put(
        storageKeys.pipelineInput(input.pipeline_id),
        JSON.stringify(input),
        { contentType: 'application/json', condition: { ifNoneMatch: '*' } },
      );
    } catch (error) {
      if (!(error instanceof CheckpointConflict)) throw error;
      const earlier = await this.input(input.pipeline_id);
      if (earlier === undefined) throw error;
      assertSame(earlier, input.requestHash);
    }
    return this.begin(input);
  }

  async input(pipelineId: string): Promise<PipelineInput | undefined> {
    const object = await this.objects.get(
      storageKeys.pipelineInput(pipelineId),
    );
    return (
      object && pipelineInputSchema.parse(JSON.parse(object.body.toString()))
    );
  }

  /** Names of executions are free again after 90 days; their rows stay. */
  private async begin({ pipeline_id, userId }: PipelineInput) {
    if ((await this.logs.get(pipeline_id)) === undefined)
      await this.executions.start({ pipeline_id, userId });
    return pipeline_id;
  }
}

function assertSame(earlier: PipelineInput, requestHash: string): void {
  if (earlier.requestHash !== requestHash)
    throw new Conflict(
      'This Idempotency-Key was used for another message. Use a new key for a new message.',
    );
}
