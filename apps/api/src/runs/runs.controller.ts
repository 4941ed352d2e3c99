import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { IdParams } from '../http/id-params';
import { PageQueryDto } from '../http/page-query';
import { IdempotencyKey } from '../jobs/idempotency-key';
import { RunStarter } from './run-starter';
import { RunUploads } from './run-uploads';
import { RunDto, RunPageDto, RunRequestDto, RunUploadDto } from './runs.dto';
import { RunsService } from './runs.service';

@ApiTags('runs')
@Controller('runs')
export class RunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly starter: RunStarter,
    private readonly uploads: RunUploads,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Ask a model; watch the answer by its run' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'With a key the request may be repeated: the answer is the same run. Another body under the same key is answered 409.',
  })
  @Answers(202, RunDto)
  start(
    @CurrentCaller() caller: Caller,
    @Body() request: RunRequestDto,
    @IdempotencyKey() key: string | undefined,
  ) {
    return this.starter.start(caller, request, key);
  }

  @Get()
  @ApiOperation({ summary: 'List own runs, newest first' })
  @Answers(200, RunPageDto)
  list(@CurrentCaller() caller: Caller, @Query() page: PageQueryDto) {
    return this.runs.list(caller, page);
  }

  @Post('uploads')
  @ApiOperation({ summary: 'Where to upload a message that is too long' })
  @Answers(201, RunUploadDto)
  openUpload(@CurrentCaller() caller: Caller) {
    return this.uploads.open(caller);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a run' })
  @Answers(200, RunDto)
  get(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.runs.get(caller, id);
  }

  @Post(':id/stop')
  @ApiOperation({ summary: 'Stop a run; what it has written is kept' })
  @Answers(200, RunDto)
  stop(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.runs.stop(caller, id);
  }
}
