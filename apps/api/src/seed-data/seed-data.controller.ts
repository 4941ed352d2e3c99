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
import { ZodResponse } from 'nestjs-zod';
import { CurrentCaller, type Caller } from '../auth/caller';
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
  @ZodResponse({ status: 201, type: SeedUploadDto })
  create(
    @CurrentCaller() caller: Caller,
    @Body() request: SeedUploadRequestDto,
  ) {
    return this.seeds.create(caller, request);
  }

  @Get()
  @ApiOperation({ summary: 'List own seed files' })
  @ZodResponse({ status: 200, type: SeedDataPageDto })
  list(@CurrentCaller() caller: Caller, @Query() page: PageQueryDto) {
    return this.seeds.list(caller, page);
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Read a seed file, with its profile once it is READY',
  })
  @ZodResponse({ status: 200, type: SeedDetailDto })
  get(@CurrentCaller() caller: Caller, @Param() { id }: IdParams) {
    return this.seeds.get(caller, id);
  }

  @Post(':id/validate')
  @ApiOperation({ summary: 'Compare the rows with what a template needs' })
  @ZodResponse({ status: 200, type: SeedValidationDto })
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
