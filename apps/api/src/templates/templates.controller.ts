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
import { IdParams } from '../http/id-params';
import { IfMatchVersion, TakesIfMatch } from '../http/if-match';
import { VersionEtag } from '../http/version-etag.interceptor';
import { TemplatePreviewer } from './template-previewer';
import {
  TemplateDefinitionDto,
  TemplateDto,
  TemplateListQuery,
  TemplatePageDto,
  TemplatePreviewDto,
  TemplatePreviewRequestDto,
  TemplateVersionQuery,
} from './templates.dto';
import { TemplatesService } from './templates.service';

@ApiTags('templates')
@Controller('templates')
export class TemplatesController {
  constructor(
    private readonly templates: TemplatesService,
    private readonly previewer: TemplatePreviewer,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a template' })
  @UseInterceptors(VersionEtag)
  @Answers(201, TemplateDto)
  create(
    @CurrentCaller() caller: Caller,
    @Body() definition: TemplateDefinitionDto,
  ) {
    return this.templates.create(caller, definition);
  }

  @Get()
  @ApiOperation({ summary: 'List own or public templates, newest first' })
  @Answers(200, TemplatePageDto)
  list(@CurrentCaller() caller: Caller, @Query() query: TemplateListQuery) {
    return this.templates.list(caller, query);
  }

  @Post('preview')
  @ApiOperation({ summary: 'Render the prompts with one row, without a model' })
  @Answers(200, TemplatePreviewDto)
  preview(
    @CurrentCaller() caller: Caller,
    @Body() request: TemplatePreviewRequestDto,
  ) {
    return this.previewer.preview(caller, request);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read a template, the latest version by default' })
  @UseInterceptors(VersionEtag)
  @Answers(200, TemplateDto)
  get(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IdParams,
    @Query() { version }: TemplateVersionQuery,
  ) {
    return this.templates.get(caller, id, version);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Save the next version of a template' })
  @TakesIfMatch()
  @UseInterceptors(VersionEtag)
  @Answers(200, TemplateDto)
  replace(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IdParams,
    @Body() definition: TemplateDefinitionDto,
    @IfMatchVersion() version: number | undefined,
  ) {
    return this.templates.replace(caller, id, definition, version);
  }

  @Delete(':id')
  @ApiOperation({
    summary: 'Delete a template with all its versions; jobs keep their copies',
  })
  @HttpCode(204)
  delete(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.templates.delete(caller, id);
  }
}
