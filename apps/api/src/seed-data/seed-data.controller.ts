import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, type Caller } from '../auth/caller';
import { Answers } from '../http/answers.decorator';
import { IdParams } from '../http/id-params';
import { PageQueryDto } from '../http/page-query';
import {
  SeedDataPageDto,
  SeedDetailDto,
  SeedUploadDto,
  SeedUploadRequestDto,
  SeedValidationDto,
  SeedValidationRequestDto,
} from './seed-data.dto';
import { SeedDataService } from './seed-data.service';

@ApiTags('seed data')
@Controller('seed-data')
export class SeedDataController {
  constructor(private readonly seeds: SeedDataService) {}

  @Post()
  @ApiOperation({
    summary: 'Announce a seed file and get the form to upload it',
  })
  @Answers(201, SeedUploadDto)
  create(
    @CurrentCaller() caller: Caller,
    @Body() request: SeedUploadRequestDto,
  ) {
    return this.seeds.create(caller, request);
  }

  @Get()
  @ApiOperation({ summary: 'List own seed files' })
  @Answers(200, SeedDataPageDto)
  list(@CurrentCaller() caller: Caller, @Query() page: PageQueryDto) {
    return this.seeds.list(caller, page);
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Read a seed file, with its profile once it is READY',
  })
  @Answers(200, SeedDetailDto)
  get(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.seeds.get(caller, id);
  }

  @Post(':id/validate')
  @ApiOperation({ summary: 'Compare the rows with what a template needs' })
  @Answers(200, SeedValidationDto)
  validate(
    @CurrentCaller() caller: Caller,
    @Param() { id }: IdParams,
    @Body() request: SeedValidationRequestDto,
  ) {
    return this.seeds.validate(caller, id, request);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete a seed file that no unfinished job uses' })
  @HttpCode(204)
  delete(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.seeds.delete(caller, id);
  }
}
