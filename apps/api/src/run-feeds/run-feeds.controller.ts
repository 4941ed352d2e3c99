import { Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { SocketTicketDto } from './run-feeds.dto';
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
}
