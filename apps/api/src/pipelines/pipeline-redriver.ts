import { Injectable } from '@nestjs/common';
import {
  Conflict,
  isPipelineFailure,
  type PipelineExecution,
} from '@plot-palette/domain';
import type { Caller } from '../auth/caller';
import { redriveIdOf } from './pipeline-identity';
import { PipelineReader } from './pipeline-reader';
import { PipelineStarter } from './pipeline-starter';

/** Sends the message of a failed execution through the pipeline again, as its owner's. */
@Injectable()
export class PipelineRedriver {
  constructor(
    private readonly reader: PipelineReader,
    private readonly starter: PipelineStarter,
  ) {}

  /**
   * @returns the new execution; asked again, the same one.
   * @throws Conflict when it has an answer, is under way, or its message is gone.
   */
  async redrive(
    caller: Caller,
    pipelineId: string,
  ): Promise<PipelineExecution> {
    const { status } = await this.reader.get(caller, pipelineId);
    if (!isPipelineFailure(status))
      throw new Conflict(
        `Only a failed execution can be driven again; this one is ${status}.`,
      );
    const input = await this.starter.input(pipelineId);
    if (input === undefined)
      throw new Conflict('Its message is gone. Send it again.');
    const newId = await this.starter.startWith({
      ...input,
      pipeline_id: redriveIdOf(pipelineId),
      receivedAt: new Date().toISOString(),
      redriveOf: pipelineId,
    });
    return this.reader.get(caller, newId);
  }
}
