import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Query,
  Res,
} from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { IdParams } from '../http/id-params';
import {
  SessionDto,
  SessionExportQuery,
  SessionHistoryDto,
  SessionListQuery,
  SessionPageDto,
  SessionTitleDto,
} from './sessions.dto';
import { SessionsService } from './sessions.service';

@ApiTags('sessions')
@Controller('sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @ApiOperation({ summary: 'List own sessions, last changed first' })
  @Answers(200, SessionPageDto)
  list(@CurrentCaller() caller: Caller, @Query() query: SessionListQuery) {
    return this.sessions.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a session with all its messages' })
  @Answers(200, SessionHistoryDto)
  get(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.sessions.get(caller, id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Rename a session' })
  @Answers(200, SessionDto)
  rename(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IdParams,
    @Body() { title }: SessionTitleDto,
  ) {
    return this.sessions.rename(caller, id, title);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a session with all its messages' })
  delete(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.sessions.delete(caller, id);
  }

  @Get(':id/export')
  @ApiOperation({ summary: 'A session as a file' })
  @ApiProduces('application/json', 'text/markdown')
  async export(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IdParams,
    @Query() { format }: SessionExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const [type, extension, text] =
      format === 'json'
        ? (['application/json', 'json', await this.json(caller, id)] as const)
        : ([
            'text/markdown',
            'md',
            await this.sessions.markdown(caller, id),
          ] as const);
    response
      .setHeader('content-type', `${type}; charset=utf-8`)
      .setHeader(
        'content-disposition',
        `attachment; filename="session-${id}.${extension}"`,
      )
      .send(text);
  }

  private async json(caller: Caller, id: string): Promise<string> {
    const session = await this.sessions.get(caller, id);
    return `${JSON.stringify(session, undefined, 2)}\n`;
  }
}
