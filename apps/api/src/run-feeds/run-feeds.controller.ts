import { Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { IdParams } from '../http/id-params';
import { EventStreamDto, SocketTicketDto } from './run-feeds.dto';
import { RunFeedsService } from './run-feeds.service';

@ApiTags('runs')
@Controller('runs')
export class RunFeedsController {
  constructor(private readonly feeds: RunFeedsService) {}

  @Post('tickets')
  @ApiOperation({
    summary: 'A ticket that opens one socket, once, within a minute',
  })
  @Answers(201, SocketTicketDto)
  issueTicket(@CurrentCaller() caller: Caller) {
    return this.feeds.issueTicket(caller);
  }

  @Post(':id/event-token')
  @ApiOperation({
    summary:
      "The address of a run's event stream, for clients that cannot open a socket",
  })
  @Answers(201, EventStreamDto)
  openEventStream(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.feeds.openEventStream(caller, id);
  }
}
