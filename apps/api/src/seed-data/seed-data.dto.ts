import {
  seedDataPageSchema,
  seedDataSchema,
  seedDetailSchema,
  seedUploadRequestSchema,
  seedUploadSchema,
  seedValidationRequestSchema,
  seedValidationSchema,
} from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';

export class SeedUploadRequestDto extends createZodDto(
  seedUploadRequestSchema,
) {}

export class SeedUploadDto extends createZodDto(seedUploadSchema) {}

export class SeedDataDto extends createZodDto(seedDataSchema) {}

export class SeedDataPageDto extends createZodDto(seedDataPageSchema) {}

export class SeedDetailDto extends createZodDto(seedDetailSchema) {}

export class SeedValidationRequestDto extends createZodDto(
  seedValidationRequestSchema,
) {}

export class SeedValidationDto extends createZodDto(seedValidationSchema) {}
