import {
  pageQuerySchema,
  sessionHistorySchema,
  sessionPageSchema,
  sessionSchema,
  textSchema,
  uuidSchema,
} from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class SessionDto extends createZodDto(sessionSchema) {}

export class SessionPageDto extends createZodDto(sessionPageSchema) {}

export class SessionHistoryDto extends createZodDto(sessionHistorySchema) {}

export class SessionListQuery extends createZodDto(
  pageQuerySchema.extend({
    projectId: uuidSchema.optional(),
    /** Part of the title, in any case. */
    search: textSchema.min(1).max(200).optional(),
  }),
) {}

export class SessionTitleDto extends createZodDto(
  z.strictObject({ title: textSchema.trim().min(1).max(200) }),
) {}

export class SessionExportQuery extends createZodDto(
  z.strictObject({ format: z.enum(['json', 'markdown']).default('json') }),
) {}
