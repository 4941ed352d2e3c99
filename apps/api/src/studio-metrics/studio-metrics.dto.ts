import {
  studioMetricsQuerySchema,
  studioMetricsSchema,
} from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';

export class StudioMetricsQueryDto extends createZodDto(
  studioMetricsQuerySchema,
) {}

export class StudioMetricsDto extends createZodDto(studioMetricsSchema) {}
