import {
  cardsTemplateRequestSchema,
  sessionSeedRequestSchema,
} from '@plot-palette/domain';
import { createZodDto } from 'nestjs-zod';

export class CardsTemplateRequestDto extends createZodDto(
  cardsTemplateRequestSchema,
) {}

export class SessionSeedRequestDto extends createZodDto(
  sessionSeedRequestSchema,
) {}
