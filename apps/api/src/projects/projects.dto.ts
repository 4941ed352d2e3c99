import {
  pageQuerySchema,
  projectDefinitionSchema,
  projectPageSchema,
  projectSchema,
  uuidSchema,
} from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class ProjectParams extends createZodDto(
  z.strictObject({ projectId: uuidSchema }),
) {}

export class ProjectDefinitionDto extends createZodDto(
  projectDefinitionSchema,
) {}

export class ProjectDto extends createZodDto(projectSchema) {}

export class ProjectPageDto extends createZodDto(projectPageSchema) {}

export class ProjectListQuery extends createZodDto(
  pageQuerySchema.extend({
    /** `all` is for administrators, and what they get when they name none. */
    scope: z.enum(['own', 'all']).optional(),
  }),
) {}
