import { Body, Controller, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { IdParams } from '../http/id-params';
import { VersionEtag } from '../http/version-etag.interceptor';
import { ProjectParams } from '../projects/projects.dto';
import { SeedDataDto } from '../seed-data/seed-data.dto';
import { TemplateDto } from '../templates/templates.dto';
import { CardsTemplateRequestDto, SessionSeedRequestDto } from './bridges.dto';
import { CardsToTemplate } from './cards-to-template';
import { SessionToSeedData } from './session-to-seed-data';

/** The ways between studio and generator. */
@ApiTags('studio and generator')
@Controller()
export class BridgesController {
  constructor(
    private readonly cards: CardsToTemplate,
    private readonly sessions: SessionToSeedData,
  ) {}

  @Post('api/projects/:projectId/template')
  @ApiOperation({ summary: "Make a project's active cards a template" })
  @UseInterceptors(VersionEtag)
  @Answers(201, TemplateDto)
  createTemplate(
    @CurrentCaller() caller: Caller,
    @Param() { projectId }: ProjectParams,
    @Body() request: CardsTemplateRequestDto,
  ) {
    return this.cards.create(caller, projectId, request);
  }

  @Post('sessions/:id/seed-data')
  @ApiOperation({
    summary: "Make a session's questions and answers a seed file",
  })
  @Answers(201, SeedDataDto)
  createSeedData(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IdParams,
    @Body() request: SessionSeedRequestDto,
  ) {
    return this.sessions.create(caller, id, request);
  }
}
