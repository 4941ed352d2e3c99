import { HttpStatus, Injectable } from '@nestjs/common';
import type { PipelineExecution, PipelineRequest } from '@plot-palette/domain';
import type { Response } from 'express';
import type { Caller } from '../auth/caller';
import { PipelineReader } from './pipeline-reader';
import { PipelineStarter } from './pipeline-starter';

export interface Sent {
  readonly status: HttpStatus.OK | HttpStatus.ACCEPTED;
  readonly execution: PipelineExecution;
}

/** Sends a message and waits for its answer as long as the caller likes. */
@Injectable()
export class PipelineSender {
  constructor(
    private readonly starter: PipelineStarter,
    private readonly reader: PipelineReader,
  ) {}

  async send(
    caller: Caller,
    request: PipelineRequest,
    key: string | undefined,
    waitSeconds: number,
  ): Promise<Sent> {
    const pipelineId = await this.starter.start(caller, request, key);
    const execution = await this.reader.wait(
      caller,
      pipelineId,
      waitSeconds * 1_000,
    );
    const isOver = execution.status !== 'RUNNING';
    return { status: isOver ? HttpStatus.OK : HttpStatus.ACCEPTED, execution };
  }
}

/** 200 for an execution that is over, 202 for one under way; either way where to read it. */
export function answerSent(
  { status, execution }: Sent,
  response: Response,
): PipelineExecution {
  response.status(status);
  response.setHeader('location', `/pipelines/${execution.pipeline_id}`);
  return execution;
}
