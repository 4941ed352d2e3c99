import {
  Body,
  Controller,
  Delete,
  Get,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { IdParams } from '../http/id-params';
import { PageQueryDto } from '../http/page-query';
import { IdempotencyKey } from './idempotency-key';
import { JobCreator } from './job-creator';
import { JobDownloads } from './job-downloads';
import { JobEstimator } from './job-estimator';
import { JobRecords } from './job-records';
import { JobResumer } from './job-resumer';
import {
  CostPageDto,
  DownloadDto,
  JobDto,
  JobEstimateDto,
  JobListQuery,
  JobPageDto,
  JobRequestDto,
  JobResumeDto,
  RecordListDto,
  RecordListQuery,
} from './jobs.dto';
import { JobsService } from './jobs.service';

@ApiTags('jobs')
@Controller('jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly creator: JobCreator,
    private readonly estimator: JobEstimator,
    private readonly downloads: JobDownloads,
    private readonly jobRecords: JobRecords,
    private readonly resumer: JobResumer,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a job; it waits in the queue' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'With a key the request may be repeated: the answer is the same job. Another body under the same key is answered 409.',
  })
  @Answers(201, JobDto)
  create(
    @CurrentCaller() caller: Caller,
    @Body() request: JobRequestDto,
    @IdempotencyKey() key: string | undefined,
  ) {
    return this.creator.create(caller, request, key);
  }

  @Get()
  @ApiOperation({ summary: 'List jobs, newest first' })
  @Answers(200, JobPageDto)
  list(@CurrentCaller() caller: Caller, @Query() query: JobListQuery) {
    return this.jobs.list(caller, query);
  }

  @Post('estimate')
  @ApiOperation({ summary: 'What a job would cost, from the first rows' })
  @Answers(200, JobEstimateDto)
  estimate(@CurrentCaller() caller: Caller, @Body() request: JobRequestDto) {
    return this.estimator.estimate(caller, request);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a job' })
  @Answers(200, JobDto)
  get(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.jobs.get(caller, id);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Stop a job and delete it with all its files' })
  @Answers(202, JobDto)
  delete(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.jobs.delete(caller, id);
  }

  @Post(':id/cancel')
  @ApiOperation({ summary: 'Stop a job; what it has made is exported' })
  @Answers(200, JobDto)
  cancel(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.jobs.cancel(caller, id);
  }

  @Post(':id/resume')
  @ApiOperation({
    summary: 'Let a job that ended with something left to do go on',
  })
  @Answers(200, JobDto)
  resume(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IdParams,
    @Body() request: JobResumeDto,
  ) {
    return this.resumer.resume(caller, id, request);
  }

  @Get(':id/download')
  @ApiOperation({
    summary: 'Links to the exported files, valid for 15 minutes',
  })
  @Answers(200, DownloadDto)
  download(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.downloads.links(caller, id);
  }

  @Get(':id/records')
  @ApiOperation({ summary: 'The first finished records, with their seed rows' })
  @Answers(200, RecordListDto)
  records(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IdParams,
    @Query() query: RecordListQuery,
  ) {
    return this.jobRecords.first(caller, id, query);
  }

  @Get(':id/costs')
  @ApiOperation({ summary: 'What the job paid, line by line' })
  @Answers(200, CostPageDto)
  costs(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IdParams,
    @Query() page: PageQueryDto,
  ) {
    return this.jobs.costs(caller, id, page);
  }
}
