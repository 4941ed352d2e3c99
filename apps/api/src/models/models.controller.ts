import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { modelListSchema } from '@plot-palette/domain';
import { listModels } from '@plot-palette/inference';
import { createZodDto } from 'nestjs-zod';
import { API_CONFIG, type ApiConfig } from '../app/api-config';
import { Answers } from '../http/answers.decorator';

export class ModelListDto extends createZodDto(modelListSchema) {}

@ApiTags('models')
@Controller('models')
export class ModelsController {
  constructor(@Inject(API_CONFIG) private readonly config: ApiConfig) {}

  @Get()
  @ApiOperation({ summary: 'The models that steps can name, with prices' })
  @Answers(200, ModelListDto)
  list() {
    return { items: listModels(this.config.region) };
  }
}
