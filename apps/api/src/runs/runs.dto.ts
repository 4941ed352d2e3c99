import {
  comparisonRequestSchema,
  comparisonSchema,
  runPageSchema,
  runRequestSchema,
  runSchema,
  runUploadSchema,
} from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';

export class RunRequestDto extends createZodDto(runRequestSchema) {}

export class RunDto extends createZodDto(runSchema) {}

export class RunPageDto extends createZodDto(runPageSchema) {}

export class RunUploadDto extends createZodDto(runUploadSchema) {}

export class ComparisonRequestDto extends createZodDto(
  comparisonRequestSchema,
) {}

export class ComparisonDto extends createZodDto(comparisonSchema) {}
