import {
  pageQuerySchema,
  templateDefinitionSchema,
  templatePageSchema,
  templatePreviewRequestSchema,
  templatePreviewSchema,
  templateSchema,
} from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class TemplateDefinitionDto extends createZodDto(
  templateDefinitionSchema,
) {}

export class TemplateDto extends createZodDto(templateSchema) {}

export class TemplatePageDto extends createZodDto(templatePageSchema) {}

export class TemplateListQuery extends createZodDto(
  pageQuerySchema.extend({
    visibility: z.enum(['own', 'public']).default('own'),
  }),
) {}

export class TemplateVersionQuery extends createZodDto(
  z.strictObject({
    /** The latest when absent. */
    version: z.coerce.number().int().positive().optional(),
  }),
) {}

export class TemplatePreviewRequestDto extends createZodDto(
  templatePreviewRequestSchema,
) {}

export class TemplatePreviewDto extends createZodDto(templatePreviewSchema) {}
