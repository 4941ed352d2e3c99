import {
  pipelineExecutionSchema,
  pipelineIdSchema,
  pipelineListQuerySchema,
  pipelineLogPageSchema,
  pipelineRequestSchema,
} from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

/** Less than the gateway waits. */
export const MAX_WAIT_SECONDS = 25;

export class PipelineRequestDto extends createZodDto(pipelineRequestSchema) {}

export class PipelineExecutionDto extends createZodDto(
  pipelineExecutionSchema,
) {}

export class PipelineLogPageDto extends createZodDto(pipelineLogPageSchema) {}

export class PipelineListQueryDto extends createZodDto(
  pipelineListQuerySchema,
) {}

export class PipelineParams extends createZodDto(
  z.strictObject({ id: pipelineIdSchema }),
) {}

export class WaitQuery extends createZodDto(
  z.strictObject({
    /** Seconds to wait for the answer. */
    wait: z.coerce.number().min(0).max(MAX_WAIT_SECONDS).default(0),
  }),
) {}
