import {
  Body,
  Controller,
  Delete,
  Get,
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
import { PageQueryDto } from '../http/page-query';
import { VersionEtag } from '../http/version-etag.interceptor';
import { CardHistory } from './card-history';
import { CardShelf } from './card-shelf';
import {
  CardDiffDto,
  CardLabelTargetDto,
  CardRollbackDto,
  PromptCardDto,
  PromptCardPageDto,
  PromptCardSummaryDto,
  PromptDiffQuery,
  PromptLabelParams,
  PromptParams,
  PromptVersionQuery,
} from './prompts.dto';
import { PromptsService } from './prompts.service';

@ApiTags('prompt cards')
@Controller('api/projects/:projectId/prompts/:promptId')
export class CardVersionsController {
  constructor(
    private readonly prompts: PromptsService,
    private readonly history: CardHistory,
    private readonly shelf: CardShelf,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Read a card, the latest version by default' })
  @UseInterceptors(VersionEtag)
  @Answers(200, PromptCardDto)
  get(
    @CurrentCaller() caller: Caller,
    @Param() ids: PromptParams,
    @Query() query: PromptVersionQuery,
  ) {
    return this.history.get(caller, ids, query);
  }

  @Get('versions')
  @ApiOperation({ summary: 'List the versions of a card, newest first' })
  @Answers(200, PromptCardPageDto)
  versions(
    @CurrentCaller() caller: Caller,
    @Param() ids: PromptParams,
    @Query() page: PageQueryDto,
  ) {
    return this.history.list(caller, ids, page);
  }

  @Get('diff')
  @ApiOperation({ summary: 'Compare two versions line by line' })
  @Answers(200, CardDiffDto)
  diff(
    @CurrentCaller() caller: Caller,
    @Param() ids: PromptParams,
    @Query() query: PromptDiffQuery,
  ) {
    return this.history.diff(caller, ids, query);
  }

  @Post('rollback')
  @ApiOperation({ summary: 'Make what an old version says the next version' })
  @TakesIfMatch()
  @UseInterceptors(VersionEtag)
  @Answers(200, PromptCardDto)
  rollBack(
    @CurrentCaller() caller: Caller,
    @Param() ids: PromptParams,
    @Body() request: CardRollbackDto,
    @IfMatchVersion() version: number | undefined,
  ) {
    return this.prompts.rollBack(caller, ids, request, version);
  }

  @Put('labels/:label')
  @ApiOperation({ summary: 'Let a label stand for a version' })
  @Answers(200, PromptCardSummaryDto)
  setLabel(
    @CurrentCaller() caller: Caller,
    @Param() ids: PromptLabelParams,
    @Body() { version }: CardLabelTargetDto,
  ) {
    return this.shelf.setLabel(caller, ids, version);
  }

  @Delete('labels/:label')
  @ApiOperation({ summary: 'Remove a label' })
  @Answers(200, PromptCardSummaryDto)
  removeLabel(
    @CurrentCaller() caller: Caller,
    @Param() ids: PromptLabelParams,
  ) {
    return this.shelf.removeLabel(caller, ids);
  }
}
