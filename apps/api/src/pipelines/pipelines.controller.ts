import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { IdempotencyKey } from '../jobs/idempotency-key';
import { PipelineReader } from './pipeline-reader';
import { PipelineRedriver } from './pipeline-redriver';
import { answerSent, PipelineSender } from './pipeline-sender';
import {
  PipelineExecutionDto,
  PipelineListQueryDto,
  PipelineLogPageDto,
  PipelineParams,
  PipelineRequestDto,
  WaitQuery,
} from './pipelines.dto';

@ApiTags('pipelines')
@Controller('pipelines')
export class PipelinesController {
  constructor(
    private readonly sender: PipelineSender,
    private readonly reader: PipelineReader,
    private readonly redriver: PipelineRedriver,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Send a message through the pipeline',
    description:
      '202 while it is under way; with `wait`, 200 and the answer when it ends in time.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'With a key the request may be repeated: the answer is of the same execution. Another message under the same key is answered 409.',
  })
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

  @Get()
  @ApiOperation({ summary: 'List finished executions, newest first' })
  @Answers(200, PipelineLogPageDto)
  list(@CurrentCaller() caller: Caller, @Query() query: PipelineListQueryDto) {
    return this.reader.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read an execution, under way or finished' })
  @Answers(200, PipelineExecutionDto)
  get(@CurrentCaller() caller: Caller, @Param() { id }: PipelineParams) {
    return this.reader.get(caller, id);
  }

  @Post(':id/redrive')
  @ApiOperation({ summary: 'Send the message of a failed execution again' })
  @Answers(202, PipelineExecutionDto)
  redrive(@CurrentCaller() caller: Caller, @Param() { id }: PipelineParams) {
    return this.redriver.redrive(caller, id);
  }
}
