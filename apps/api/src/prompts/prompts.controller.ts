import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { IfMatchVersion, TakesIfMatch } from '../http/if-match';
import { VersionEtag } from '../http/version-etag.interceptor';
import { ProjectParams } from '../projects/projects.dto';
import { CardShelf } from './card-shelf';
import {
  CardDuplicateDto,
  CardOrderDto,
  PromptCardDefinitionDto,
  PromptCardDto,
  PromptCardPageDto,
  PromptParams,
} from './prompts.dto';
import { PromptsService } from './prompts.service';

@ApiTags('prompt cards')
@Controller('api/projects/:projectId/prompts')
export class PromptsController {
  constructor(
    private readonly prompts: PromptsService,
    private readonly shelf: CardShelf,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a prompt card' })
  @UseInterceptors(VersionEtag)
  @Answers(201, PromptCardDto)
  create(
    @CurrentCaller() caller: Caller,
    @Param() { projectId }: ProjectParams,
    @Body() definition: PromptCardDefinitionDto,
  ) {
    return this.prompts.create(caller, projectId, definition);
  }

  @Get()
  @ApiOperation({
    summary: 'List all cards in the order of the system prompt',
  })
  @Answers(200, PromptCardPageDto)
  list(@CurrentCaller() caller: Caller, @Param() { projectId }: ProjectParams) {
    return this.shelf.list(caller, projectId);
  }

  @Put('order')
  @ApiOperation({ summary: 'Put the cards into another order' })
  @Answers(200, PromptCardPageDto)
  reorder(
    @CurrentCaller() caller: Caller,
    @Param() { projectId }: ProjectParams,
    @Body() { promptIds }: CardOrderDto,
  ) {
    return this.shelf.reorder(caller, projectId, promptIds);
  }

  @Put(':promptId')
  @ApiOperation({ summary: 'Save the next version of a card' })
  @TakesIfMatch()
  @UseInterceptors(VersionEtag)
  @Answers(200, PromptCardDto)
  replace(
    @CurrentCaller() caller: Caller,
    @Param() ids: PromptParams,
    @Body() definition: PromptCardDefinitionDto,
    @IfMatchVersion() version: number | undefined,
  ) {
    return this.prompts.replace(caller, ids, definition, version);
  }

  @Post(':promptId/duplicate')
  @ApiOperation({ summary: 'Copy a card to the end of its project' })
  @UseInterceptors(VersionEtag)
  @Answers(201, PromptCardDto)
  duplicate(
    @CurrentCaller() caller: Caller,
    @Param() ids: PromptParams,
    @Body() request: CardDuplicateDto,
  ) {
    return this.prompts.duplicate(caller, ids, request);
  }

  @Delete(':promptId')
  @ApiOperation({ summary: 'Delete a card with all its versions' })
  @HttpCode(204)
  delete(@CurrentCaller() caller: Caller, @Param() ids: PromptParams) {
    return this.prompts.delete(caller, ids);
  }
}
