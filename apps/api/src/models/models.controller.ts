import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { modelListSchema } from '@plot-palette/domain';
import { listModels } from '@plot-palette/inference';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { API_CONFIG, type ApiConfig } from '../app/api-config';

export class ModelListDto extends createZodDto(modelListSchema) {}

@ApiTags('models')
@Controller('models')
export class ModelsController {
  constructor(@Inject(API_CONFIG) private readonly config: ApiConfig) {}

  @Get()
  @ApiOperation({ summary: 'The models that steps can name, with prices' })
  @ZodResponse({ status: 200, type: ModelListDto })
  list() {
    return { items: listModels(this.config.region) };
  }
}
