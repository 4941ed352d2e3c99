import { pageQuerySchema } from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';

export class PageQueryDto extends createZodDto(pageQuerySchema) {}
