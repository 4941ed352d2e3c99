import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { StudioMetricsDto, StudioMetricsQueryDto } from './studio-metrics.dto';
import { StudioMetricsService } from './studio-metrics.service';

@ApiTags('runs')
@Controller('metrics')
export class StudioMetricsController {
  constructor(private readonly metrics: StudioMetricsService) {}

  @Get('studio')
  @ApiOperation({
    summary:
      'Times, failures, tokens and cost of runs by day and model: own ones, for administrators those of all',
  })
  @Answers(200, StudioMetricsDto)
  show(@CurrentCaller() caller: Caller, @Query() query: StudioMetricsQueryDto) {
    return this.metrics.show(caller, query);
  }
}
