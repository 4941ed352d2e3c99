import { uuidSchema } from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class IdParams extends createZodDto(
  z.strictObject({ id: uuidSchema }),
) {}
