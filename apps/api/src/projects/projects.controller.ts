import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { IfMatchVersion, TakesIfMatch } from '../http/if-match';
import { VersionEtag } from '../http/version-etag.interceptor';
import {
  ProjectDefinitionDto,
  ProjectDto,
  ProjectListQuery,
  ProjectPageDto,
  ProjectParams,
} from './projects.dto';
import { ProjectsService } from './projects.service';

@ApiTags('projects')
@Controller('api/projects')
export class ProjectsController {
  constructor(private readonly projects: ProjectsService) {}

  @Post()
  @ApiOperation({ summary: 'Create a project of prompt cards' })
  @UseInterceptors(VersionEtag)
  @Answers(201, ProjectDto)
  create(
    @CurrentCaller() caller: Caller,
    @Body() definition: ProjectDefinitionDto,
  ) {
    return this.projects.create(caller, definition);
  }

  @Get()
  @ApiOperation({ summary: 'List projects, last changed first' })
  @Answers(200, ProjectPageDto)
  list(@CurrentCaller() caller: Caller, @Query() query: ProjectListQuery) {
    return this.projects.list(caller, query);
  }

  @Get(':projectId')
  @ApiOperation({ summary: 'Read a project' })
  @UseInterceptors(VersionEtag)
  @Answers(200, ProjectDto)
  get(@CurrentCaller() caller: Caller, @Param() { projectId }: ProjectParams) {
    return this.projects.get(caller, projectId);
  }

  @Put(':projectId')
  @ApiOperation({ summary: 'Change a project' })
  @TakesIfMatch()
  @UseInterceptors(VersionEtag)
  @Answers(200, ProjectDto)
  replace(
    @CurrentCaller() caller: Caller,
    @Param() { projectId }: ProjectParams,
    @Body() definition: ProjectDefinitionDto,
    @IfMatchVersion() version: number | undefined,
  ) {
    return this.projects.replace(caller, projectId, definition, version);
  }

  @Delete(':projectId')
  @ApiOperation({
    summary: 'Delete a project and its cards; sessions stay until they expire',
  })
  @HttpCode(204)
  delete(
    @CurrentCaller() caller: Caller,
    @Param() { projectId }: ProjectParams,
  ) {
    return this.projects.delete(caller, projectId);
  }
}
