import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { IdParams } from '../http/id-params';
import { IdempotencyKey } from '../jobs/idempotency-key';
import { RunStarter } from './run-starter';
import { ComparisonDto, ComparisonRequestDto } from './runs.dto';
import { RunsService } from './runs.service';

@ApiTags('runs')
@Controller('comparisons')
export class ComparisonsController {
  constructor(
    private readonly runs: RunsService,
    private readonly starter: RunStarter,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Ask one question of two to four columns at once' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'As for a run.',
  })
  @Answers(202, ComparisonDto)
  start(
    @CurrentCaller() caller: Caller,
    @Body() request: ComparisonRequestDto,
    @IdempotencyKey() key: string | undefined,
  ) {
    return this.starter.compare(caller, request, key);
  }

  @Post(':id/stop')
  @ApiOperation({ summary: 'Stop every column that still runs' })
  @Answers(200, ComparisonDto)
  stop(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.runs.stopComparison(caller, id);
  }
}
