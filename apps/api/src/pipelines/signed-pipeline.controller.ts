import { Body, Controller, Post, Query, Res, UseGuards } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Open } from '../auth/open.decorator';
import { Answers } from '../http/answers.decorator';
import { IdempotencyKey } from '../jobs/idempotency-key';
import { answerSent, PipelineSender } from './pipeline-sender';
import {
  PipelineExecutionDto,
  PipelineRequestDto,
  WaitQuery,
} from './pipelines.dto';
import { SignedRequestGuard } from './signed-request.guard';

/** For programs that have AWS credentials and no user: the principal that signed owns the execution. */
@ApiTags('pipelines')
@Controller('pipeline')
export class SignedPipelineController {
  constructor(private readonly sender: PipelineSender) {}

  @Open()
  @UseGuards(SignedRequestGuard)
  @Post()
  @ApiOperation({
    summary: 'The same as POST /pipelines, for requests with an AWS signature',
    description:
      'Repeat the request under the same Idempotency-Key to read how far it is.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Answers(202, PipelineExecutionDto)
  async send(
    @CurrentCaller() caller: Caller,
    @Body() request: PipelineRequestDto,
    @IdempotencyKey() key: string | undefined,
    @Query() { wait }: WaitQuery,
    @Res({ passthrough: true }) response: Response,
  ) {
    return answerSent(
      await this.sender.send(caller, request, key, wait),
      response,
    );
  }
}
