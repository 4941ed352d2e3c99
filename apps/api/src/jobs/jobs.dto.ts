import {
  costRowPageSchema,
  downloadSchema,
  jobEstimateSchema,
  jobPageSchema,
  jobRequestSchema,
  jobResumeSchema,
  jobSchema,
  pageQuerySchema,
  recordListSchema,
  recordStatusSchema,
} from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class JobRequestDto extends createZodDto(jobRequestSchema) {}

/** Nothing has to be different: the body may be left out. */
export class JobResumeDto extends createZodDto(jobResumeSchema.prefault({})) {}

export class JobDto extends createZodDto(jobSchema) {}

export class JobPageDto extends createZodDto(jobPageSchema) {}

export class JobListQuery extends createZodDto(
  pageQuerySchema.extend({
    /** `all` is for administrators, and what they get when they name none. */
    scope: z.enum(['own', 'all']).optional(),
  }),
) {}

export class JobEstimateDto extends createZodDto(jobEstimateSchema) {}

export class DownloadDto extends createZodDto(downloadSchema) {}

export class RecordListQuery extends createZodDto(
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(20),
    /** Accepted ones first, then rejected ones, when absent. */
    status: recordStatusSchema.optional(),
  }),
) {}

export class RecordListDto extends createZodDto(recordListSchema) {}

export class CostPageDto extends createZodDto(costRowPageSchema) {}
